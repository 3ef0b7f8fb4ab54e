package decoders

import (
	"bytes"
	"errors"
	"io"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/go-json-experiment/json/jsontext"
)

// tokens reads a page token by token.
func tokens(document []byte) (*Page, error) {
	page, d := new(Page), jsontext.NewDecoder(bytes.NewReader(document))
	err := object(d, func(member string) (err error) {
		switch member {
		case "HumanLoopSummaries":
			page.HumanLoopSummaries, err = summaries(d)
		case "NextToken":
			page.NextToken, err = text(d)
		default:
			err = d.SkipValue()
		}
		return err
	})
	if err != nil {
		return page, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return page, errors.Join(errors.New("text after the document"), err)
	}
	return page, nil
}

func summaries(d *jsontext.Decoder) ([]types.HumanLoopSummary, error) {
	if _, err := d.ReadToken(); err != nil { // [
		return nil, err
	}
	var list []types.HumanLoopSummary
	for d.PeekKind() == '{' {
		list = append(list, types.HumanLoopSummary{})
		s := &list[len(list)-1]
		err := object(d, func(member string) (err error) {
			var value *string
			switch member {
			case "CreationTime":
				if value, err = text(d); err == nil {
					s.CreationTime, err = parseTime(*value)
				}
			case "FlowDefinitionArn":
				s.FlowDefinitionArn, err = text(d)
			case "HumanLoopName":
				s.HumanLoopName, err = text(d)
			case "HumanLoopStatus":
				if value, err = text(d); err == nil {
					s.HumanLoopStatus = types.HumanLoopStatus(*value)
				}
			default:
				err = d.SkipValue()
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken() // ]
	return list, err
}

// object reads the members of an object.
func object(d *jsontext.Decoder, read func(member string) error) error {
	if _, err := d.ReadToken(); err != nil { // {
		return err
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		if err := read(name.String()); err != nil {
			return err
		}
	}
	_, err := d.ReadToken() // }
	return err
}

func text(d *jsontext.Decoder) (*string, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	s := token.String()
	return &s, nil
}
