package sigv4sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// signingKey is the key derived from a secret key for one day, Region and service.
type signingKey struct {
	accessKeyID, secret   string
	date, region, service string
	scope                 string // the credential scope, date/region/service/aws4_request

	hashes sync.Pool // of hash.Hash with the key
}

// maxKeys is the number of keys that a Signer keeps. Most programs use only a few accounts,
// Regions and services. The limit also bounds the number of secrets that outlive their
// clients.
const maxKeys = 8

// keyFor returns the key for all calls of a day. It derives the key only once.
func (s *Signer) keyFor(c aws.Credentials, date, region, service string) *signingKey {
	var cached []*signingKey
	if list := s.keys.Load(); list != nil {
		cached = *list
	}
	for _, k := range cached {
		if k.accessKeyID == c.AccessKeyID && k.secret == c.SecretAccessKey && k.date == date && k.region == region && k.service == service {
			return k
		}
	}
	k := derive(c, date, region, service)
	keys := append([]*signingKey{k}, cached[:min(len(cached), maxKeys-1)]...)
	s.keys.Store(&keys) // if two goroutines store keys at once, one of the keys is derived again later
	return k
}

func derive(c aws.Credentials, date, region, service string) *signingKey {
	k := &signingKey{
		accessKeyID: c.AccessKeyID, secret: c.SecretAccessKey, date: date, region: region, service: service,
		scope: date + "/" + region + "/" + service + "/aws4_request",
	}
	key := []byte("AWS4" + c.SecretAccessKey)
	for _, part := range []string{date, region, service, "aws4_request"} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	k.hashes.New = func() any { return hmac.New(sha256.New, key) }
	return k
}

// sign appends the signature of text to to.
func (k *signingKey) sign(text, to []byte) []byte {
	mac := k.hashes.Get().(hash.Hash)
	defer k.hashes.Put(mac)
	mac.Reset()
	mac.Write(text)
	return mac.Sum(to)
}
