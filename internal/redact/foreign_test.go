package redact

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// wrapping is an error of another package, with methods of common names.
type wrapping struct{ text string }

func (e *wrapping) Error() string        { return e.text }
func (e *wrapping) Unwrap() error        { return nil }
func (e *wrapping) Wrap(err error) error { return errors.Join(e, err) }

// An error of another package that quotes a secret is replaced, whatever methods it has.
func TestRedactForeignError(t *testing.T) {
	const token = "a/session+token/of=some/length"
	request, err := http.NewRequest(http.MethodGet, "https://a2i.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Security-Token", token)
	var secrets Secrets
	secrets.AddRequest(request)
	if got := secrets.RedactError(&wrapping{"the proxy refused " + token}); strings.Contains(got.Error(), token) {
		t.Errorf("RedactError: %v", got)
	}
}
