package faults

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

const loopDocument = `{"HumanLoopName":"loop","HumanLoopStatus":"Completed","CreationTime":"2026-03-04T05:06:07.891Z"}`

// healthy answers as the service does.
func healthy(_ *scene, conn net.Conn, _ request) bool {
	return write(conn, response(http.StatusOK, "", loopDocument))
}

// response is a response with more header lines, each ending with \r\n, and a body.
func response(status int, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s", status, http.StatusText(status), len(body), header, body)
}

func write(conn net.Conn, text string) bool {
	_, err := io.Copy(conn, strings.NewReader(text))
	return err == nil
}

// raw writes a text and goes on.
func raw(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool { return write(conn, text) }
}

// rawThenClose writes a text and closes.
func rawThenClose(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool {
		write(conn, text)
		return false
	}
}

// rawThenReset writes a text and resets the connection.
func rawThenReset(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool {
		write(conn, text)
		_ = conn.(*net.TCPConn).SetLinger(0) // so that closing resets
		return false
	}
}

// says answers with a status, header lines and a body.
func says(status int, header, body string) answer { return raw(response(status, header, body)) }

// silence answers nothing until the scene ends.
func silence(s *scene, _ net.Conn, _ request) bool {
	<-s.done
	return false
}

// times is an answer several times.
func times(n int, a answer) []answer {
	answers := make([]answer, n)
	for i := range answers {
		answers[i] = a
	}
	return answers
}
