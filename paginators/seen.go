package paginators

import "hash/maphash"

// seen holds hashes of the page tokens that were used, because tokens and lists may be
// long.
type seen struct {
	seed   maphash.Seed
	tokens map[uint64]struct{}
}

func (s *seen) add(token *string) {
	if token == nil {
		return
	}
	if s.tokens == nil {
		s.seed, s.tokens = maphash.MakeSeed(), map[uint64]struct{}{}
	}
	s.tokens[maphash.String(s.seed, *token)] = struct{}{}
}

func (s *seen) has(token string) bool {
	if s.tokens == nil {
		return false
	}
	_, was := s.tokens[maphash.String(s.seed, token)]
	return was
}
