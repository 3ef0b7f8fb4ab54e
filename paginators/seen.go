package paginators

import "hash/maphash"

// seen is the page tokens that were used, as hashes: tokens may be long, lists
// longer.
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
