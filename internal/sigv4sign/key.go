package sigv4sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// signingKey is what a secret key makes of a day, a Region and a service.
type signingKey struct {
	accessKeyID, secret   string
	date, region, service string
	scope                 string // as it stands in a signature

	hashes sync.Pool // of hash.Hash with the key
}

// maxKeys is how many keys a Signer keeps: a program has a few accounts, Regions and
// services. It bounds also how many secrets outlive their clients.
const maxKeys = 8

// keyFor returns the key, which is the same for all calls of a day.
func (s *Signer) keyFor(c aws.Credentials, date, region, service string) *signingKey {
	var known []*signingKey
	if list := s.keys.Load(); list != nil {
		known = *list
	}
	for _, k := range known {
		if k.accessKeyID == c.AccessKeyID && k.secret == c.SecretAccessKey && k.date == date && k.region == region && k.service == service {
			return k
		}
	}
	k := derive(c, date, region, service)
	kept := append([]*signingKey{k}, known[:min(len(known), maxKeys-1)]...)
	s.keys.Store(&kept) // another key that is stored at the same time is derived again
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

// sign appends the signature of a text.
func (k *signingKey) sign(text, to []byte) []byte {
	mac := k.hashes.Get().(hash.Hash)
	defer k.hashes.Put(mac)
	mac.Reset()
	mac.Write(text)
	return mac.Sum(to)
}
