package sigv4verify

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// The limits of a signature's validity, to the second.
func TestVerifyTime(t *testing.T) {
	const (
		fiveMinutes = 5 * time.Minute
		expired     = "Signature expired: 20260224T083015Z is now earlier than %s (%s - %d min.)"
		early       = "Signature not yet current: 20260224T083015Z is still later than %s (%s + 5 min.)"
	)
	tests := []struct {
		name    string
		url     string
		presign bool
		after   time.Duration // from signing to verification
		code    string
		message string
	}{
		{"immediately", "/", false, 0, "", ""},
		{"oldest", "/", false, fiveMinutes, "", ""},
		{"too old", "/", false, fiveMinutes + time.Second, "InvalidSignatureException", fmt.Sprintf(expired, "20260224T083016Z", "20260224T083516Z", 5)},
		{"earliest", "/", false, -fiveMinutes, "", ""},
		{"too early", "/", false, -fiveMinutes - time.Second, "InvalidSignatureException", fmt.Sprintf(early, "20260224T083014Z", "20260224T082514Z")},
		{"days later", "/", false, 48 * time.Hour, "InvalidSignatureException", "Signature expired"},

		{"presigned, immediately", "/", true, 0, "", ""},
		{"presigned, 15 minutes by default", "/", true, 15 * time.Minute, "", ""},
		{"presigned, one second over the default", "/", true, 15*time.Minute + time.Second, "InvalidSignatureException", fmt.Sprintf(expired, "20260224T083016Z", "20260224T084516Z", 15)},
		{"presigned for a second", "/?X-Amz-Expires=1", true, time.Second, "", ""},
		{"presigned for a second, checked after two", "/?X-Amz-Expires=1", true, 2 * time.Second, "InvalidSignatureException", fmt.Sprintf(expired, "20260224T083016Z", "20260224T083017Z", 0)},
		{"presigned for a minute", "/?X-Amz-Expires=60", true, time.Minute, "", ""},
		{"presigned for a minute, one second over", "/?X-Amz-Expires=60", true, time.Minute + time.Second, "InvalidSignatureException", "Signature expired"},
		{"presigned for a week", "/?X-Amz-Expires=604800", true, 7 * 24 * time.Hour, "", ""},
		{"presigned for a week, one second over", "/?X-Amz-Expires=604800", true, 7*24*time.Hour + time.Second, "InvalidSignatureException", "Signature expired"},
		{"presigned, earliest", "/?X-Amz-Expires=604800", true, -fiveMinutes, "", ""},
		{"presigned, too early", "/?X-Amz-Expires=604800", true, -fiveMinutes - time.Second, "InvalidSignatureException", "Signature not yet current"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req, body := request{method: "GET", url: tt.url, presign: tt.presign}.received(t)
			wantCode(t, verifier(signedAt.Add(tt.after)).Verify(req, body), tt.code, tt.message)
		})
	}
}

// A client's clock may be in another time zone, and on another day, than UTC.
func TestVerifyTimeAtMidnight(t *testing.T) {
	midnight := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{
		"signed before, checked after": midnight.Add(-time.Second),
		"signed after, checked after":  midnight,
		"signed in a zone behind":      midnight.In(time.FixedZone("", -8*3600)),
	} {
		t.Run(name, func(t *testing.T) {
			req, body := request{method: "GET", url: "/", at: at}.received(t)
			wantCode(t, verifier(midnight.Add(time.Second)).Verify(req, body), "", "")
		})
	}
}

func TestVerifySessionToken(t *testing.T) {
	end := signedAt.Add(time.Minute)
	long := temporary
	long.Expires = end
	lasting := long
	lasting.CanExpire = false
	tests := []struct {
		name        string
		credentials aws.Credentials
		now         time.Time
		code        string
	}{
		{"a second before its end", long, end.Add(-time.Second), ""},
		{"at its end", long, end, "ExpiredTokenException"},
		{"a second after its end", long, end.Add(time.Second), "ExpiredTokenException"},
		{"a session that does not expire", lasting, end.Add(time.Second), ""},
	}
	for _, tt := range tests {
		for _, presign := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/presigned=%t", tt.name, presign), func(t *testing.T) {
				req, body := request{method: "GET", url: "/x", credentials: tt.credentials, presign: presign}.received(t)
				v := verifier(tt.now)
				v.Lookup = func(string) (aws.Credentials, bool) { return tt.credentials, true }
				wantCode(t, v.Verify(req, body), tt.code, "The security token included in the request is expired")
			})
		}
	}
}

// A header's session token must be the signed one.
func TestVerifySessionTokenChanged(t *testing.T) {
	for name, tamper := range map[string]func(*http.Request){
		"changed": func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "other") },
		"removed": func(r *http.Request) { r.Header.Del("X-Amz-Security-Token") },
	} {
		t.Run(name, func(t *testing.T) {
			req, body := request{method: "GET", url: "/x", credentials: temporary, tamper: tamper}.received(t)
			wantCode(t, verifier(signedAt).Verify(req, body), "UnrecognizedClientException", "The security token included in the request is invalid.")
		})
	}
}
