package decoders

import "encoding/json"

func standard(document []byte) (*Page, error) {
	page := new(Page)
	return page, json.Unmarshal(document, page)
}
