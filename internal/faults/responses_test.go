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

// response returns an HTTP response with a body and more header lines, each ending in
// \r\n.
func response(status int, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s", status, http.StatusText(status), len(body), header, body)
}

func write(conn net.Conn, text string) bool {
	_, err := io.Copy(conn, strings.NewReader(text))
	return err == nil
}

// raw writes a string and keeps the connection open.
func raw(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool { return write(conn, text) }
}

// rawThenClose writes a string and closes the connection.
func rawThenClose(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool {
		write(conn, text)
		return false
	}
}

// rawThenReset writes a string and resets the connection.
func rawThenReset(text string) answer {
	return func(_ *scene, conn net.Conn, _ request) bool {
		write(conn, text)
		_ = conn.(*net.TCPConn).SetLinger(0) // closing then resets the connection
		return false
	}
}

// respond answers with a status, header lines and a body.
func respond(status int, header, body string) answer { return raw(response(status, header, body)) }

// silence sends nothing until the scene ends.
func silence(s *scene, _ net.Conn, _ request) bool {
	<-s.done
	return false
}

// times repeats an answer n times.
func times(n int, a answer) []answer {
	answers := make([]answer, n)
	for i := range answers {
		answers[i] = a
	}
	return answers
}
