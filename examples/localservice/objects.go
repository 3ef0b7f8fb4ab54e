package main

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

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// objects is as much of Amazon S3 as reading an output document takes: a signed
// or presigned GET or HEAD of /BUCKET/KEY, whole or in ranges.
type objects struct {
	a2i      *a2itest.Server
	verifier sigv4verify.Verifier
}

func newObjects(a2i *a2itest.Server, region string) *objects {
	known := fake.DefaultCredentials()[0]
	return &objects{a2i: a2i, verifier: sigv4verify.Verifier{
		Region: region, Service: "s3", S3: true, Now: time.Now,
		Lookup: func(id string) (aws.Credentials, bool) { return known, id == known.AccessKeyID },
	}}
}

func (o *objects) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The request's body is of no use, and the largest that a GET has is none.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<10))
	if err != nil {
		refuse(w, r, http.StatusBadRequest, "IncompleteBody", "The request body could not be read, or is too large.")
		return
	}
	if query := r.URL.Query(); query.Has("AWSAccessKeyId") && query.Has("Signature") {
		refuse(w, r, http.StatusBadRequest, "InvalidRequest",
			"The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256: with boto3, Config(signature_version='s3v4'); with the AWS CLI, aws configure set default.s3.signature_version s3v4.")
		return
	}
	var refused *sigv4verify.Error
	if err := o.verifier.Verify(r, body); errors.As(err, &refused) {
		code, ok := s3Codes[refused.Code]
		if !ok {
			code = "AccessDenied"
		}
		refuse(w, r, http.StatusForbidden, code, refused.Message)
		return
	} else if err != nil {
		refuse(w, r, http.StatusInternalServerError, "InternalError", err.Error())
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, r, http.StatusMethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.")
		return
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if key == "" {
		refuse(w, r, http.StatusNotImplemented, "NotImplemented", "The local service gets objects, and does nothing else with buckets.")
		return
	}
	object, err := o.a2i.GetObject(r.Context(), bucket, key)
	var missing smithy.APIError
	switch {
	case errors.As(err, &missing):
		refuse(w, r, http.StatusNotFound, missing.ErrorCode(), missing.ErrorMessage())
		return
	case err != nil:
		refuse(w, r, http.StatusInternalServerError, "InternalError", err.Error())
		return
	}
	document, err := io.ReadAll(object)
	_ = object.Close() // it is memory
	if err != nil {
		refuse(w, r, http.StatusInternalServerError, "InternalError", err.Error())
		return
	}
	hash := md5.Sum(document) // an ETag is what S3 makes it, not a protection
	w.Header().Set("ETag", `"`+hex.EncodeToString(hash[:])+`"`)
	if r.Header.Get("X-Amz-Checksum-Mode") == "ENABLED" && r.Header.Get("Range") == "" { // what newer SDKs verify
		sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(document))
		w.Header().Set("X-Amz-Checksum-Crc32", base64.StdEncoding.EncodeToString(sum))
		w.Header().Set("X-Amz-Checksum-Type", "FULL_OBJECT")
	}
	w.Header().Set("Content-Type", "application/json")
	http.ServeContent(w, r, "", written(document), bytes.NewReader(document))
}

// written is when a document was: when the last reviewer submitted.
func written(document []byte) (at time.Time) {
	if d, err := answers.ParseDocument(document); err == nil {
		for _, a := range d.HumanAnswers {
			if a.SubmissionTime.After(at) {
				at = a.SubmissionTime
			}
		}
	}
	return at
}

// s3Codes are S3's codes for refused signatures.
var s3Codes = map[string]string{
	"UnrecognizedClientException": "InvalidAccessKeyId",
	"InvalidSignatureException":   "SignatureDoesNotMatch",
	"ExpiredTokenException":       "ExpiredToken",
	"IncompleteSignature":         "AuthorizationHeaderMalformed",
}

// refuse answers with an error as S3 does.
func refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	text, _ := xml.Marshal(struct {
		XMLName  xml.Name `xml:"Error"`
		Code     string
		Message  string
		Resource string
	}{Code: code, Message: message, Resource: r.URL.Path}) // four texts
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(w, xml.Header+string(text)) // who is gone needs no answer
	}
}
