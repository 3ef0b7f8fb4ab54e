package fake

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Tokens creates opaque page tokens and accepts only its own. A token is valid only for the
// list that it was created for.
type Tokens struct{ key []byte }

// NewTokens returns the Tokens of a service, such as "a2i us-east-1". Another process with
// the same service name and the same data can read them too, because AWS's tokens outlive
// a process.
func NewTokens(service string) *Tokens {
	key := sha256.Sum256([]byte(service))
	return &Tokens{key[:]}
}

// Encode returns the token of a position in the list that filter describes.
func (t *Tokens) Encode(at Position, filter string) string {
	text, _ := json.Marshal(at) // never fails for two numbers
	return base64.RawURLEncoding.EncodeToString(append(t.seal(text, filter), text...))
}

// Decode returns the position of a token, or false if the token is not valid for this list.
func (t *Tokens) Decode(token, filter string) (*Position, bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(sealed) < sha256.Size || strings.ContainsAny(token, "\r\n") {
		return nil, false
	}
	text := sealed[sha256.Size:]
	if !hmac.Equal(sealed[:sha256.Size], t.seal(text, filter)) {
		return nil, false
	}
	at := new(Position)
	err = json.NewDecoder(bytes.NewReader(text)).Decode(at)
	return at, err == nil
}

func (t *Tokens) seal(text []byte, filter string) []byte {
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(filter))
	mac.Write([]byte{0})
	mac.Write(text)
	return mac.Sum(nil)
}
