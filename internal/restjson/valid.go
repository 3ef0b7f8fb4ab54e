package restjson

import "errors"

// ValidText is Valid of a string.
func ValidText(text string) error { return Valid(bytesOf(text)) }

// Valid returns nil when data is one valid JSON document, and else the reason.
func Valid(data []byte) error {
	if len(data) == 0 {
		return errors.New("the document is empty")
	}
	d := NewDecoder(data)
	d.Skip()
	return d.End()
}
