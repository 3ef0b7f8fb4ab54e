package a2itest

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/smithy-go"
)

// ServeS3 serves the output documents as Amazon S3 does, for a program that uses an S3
// client instead of an interface such as answers.ObjectGetter. It responds to a
// signed or presigned GET or HEAD of /BUCKET/KEY, whole or in ranges, with the
// server's credentials and Region. Every other request gets an error in S3's
// form. Mount http.HandlerFunc(server.ServeS3) in a server of your own, and set
// UsePathStyle in the client's options. The path must arrive as it was sent,
// because its signature covers it. Calls does not record these requests.
func (s *Server) ServeS3(w http.ResponseWriter, r *http.Request) {
	// A GET needs no body, and S3 clients send none.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<10))
	if err != nil {
		refuseS3(w, r, http.StatusBadRequest, "IncompleteBody", "The request body could not be read, or is too large.")
		return
	}
	if query := r.URL.Query(); query.Has("AWSAccessKeyId") && query.Has("Signature") {
		refuseS3(w, r, http.StatusBadRequest, "InvalidRequest",
			"The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256: with boto3, Config(signature_version='s3v4'); with the AWS CLI, aws configure set default.s3.signature_version s3v4.")
		return
	}
	verifier := sigv4verify.Verifier{Region: s.options.Region, Service: "s3", S3: true, Now: time.Now, Lookup: s.service.Lookup}
	var refused *sigv4verify.Error
	if err := verifier.Verify(r, body); errors.As(err, &refused) {
		code, ok := s3Codes[refused.Code]
		if !ok {
			code = "AccessDenied"
		}
		refuseS3(w, r, http.StatusForbidden, code, refused.Message)
		return
	} else if err != nil {
		refuseS3(w, r, http.StatusInternalServerError, "InternalError", err.Error())
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuseS3(w, r, http.StatusMethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.")
		return
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if key == "" {
		refuseS3(w, r, http.StatusNotImplemented, "NotImplemented", "The local service supports only GET and HEAD of objects.")
		return
	}
	document, err := s.object(bucket, key)
	var missing smithy.APIError
	switch {
	case errors.As(err, &missing):
		refuseS3(w, r, http.StatusNotFound, missing.ErrorCode(), missing.ErrorMessage())
	case err != nil:
		refuseS3(w, r, http.StatusInternalServerError, "InternalError", err.Error())
	default:
		serveDocument(w, r, document)
	}
}

// serveDocument writes the response for an output document that exists.
func serveDocument(w http.ResponseWriter, r *http.Request, document []byte) {
	hash := md5.Sum(document) // S3's ETag is the MD5 hash of an object; it protects nothing
	w.Header().Set("ETag", `"`+hex.EncodeToString(hash[:])+`"`)
	if r.Header.Get("X-Amz-Checksum-Mode") == "ENABLED" && r.Header.Get("Range") == "" { // newer SDKs verify it
		sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(document))
		w.Header().Set("X-Amz-Checksum-Crc32", base64.StdEncoding.EncodeToString(sum))
		w.Header().Set("X-Amz-Checksum-Type", "FULL_OBJECT")
	}
	w.Header().Set("Content-Type", "application/json")
	http.ServeContent(w, r, "", lastSubmission(document), bytes.NewReader(document))
}

// lastSubmission returns the time at which the last reviewer submitted, which is
// when the document was written.
func lastSubmission(document []byte) (last time.Time) {
	if d, err := answers.ParseDocument(document); err == nil {
		for _, a := range d.HumanAnswers {
			if a.SubmissionTime.After(last) {
				last = a.SubmissionTime
			}
		}
	}
	return last
}

// s3Codes maps the verifier's error codes to S3's.
var s3Codes = map[string]string{
	"UnrecognizedClientException": "InvalidAccessKeyId",
	"InvalidSignatureException":   "SignatureDoesNotMatch",
	"ExpiredTokenException":       "ExpiredToken",
	"IncompleteSignature":         "AuthorizationHeaderMalformed",
}

// refuseS3 writes an error response as S3 does.
func refuseS3(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	text, _ := xml.Marshal(struct { // four strings cannot fail
		XMLName  xml.Name `xml:"Error"`
		Code     string
		Message  string
		Resource string
	}{Code: code, Message: message, Resource: r.URL.Path})
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(w, xml.Header+string(text)) // a client that has disconnected needs no response
	}
}
