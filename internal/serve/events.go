package serve

import (
	"fmt"
	"net/http"
	"time"
)

// change is what a page is told: less important ones are smaller.
type change int

const (
	// styles says that nothing but style sheets has changed.
	styles change = iota + 1
	// page says that the page may be another.
	page
)

// String returns the word that the page's script knows.
func (c change) String() string { return [...]string{"", "styles", "page"}[c] }

// client is one page that listens.
type client struct {
	// changes holds one change that has not been sent yet.
	changes chan change
}

// tell leaves a change for the client without waiting. Only one goroutine may
// tell; two changes that were not sent yet become one.
func (c *client) tell(what change) {
	select {
	case before := <-c.changes:
		what = max(what, before)
	default:
	}
	c.changes <- what
}

// mostClients is how many pages may listen at a time.
const mostClients = 100

// hub knows who listens. Only the loop uses it.
type hub struct{ clients map[*client]bool }

// join lets a client in unless there are too many.
func (h *hub) join(c *client) bool {
	if len(h.clients) >= mostClients {
		return false
	}
	h.clients[c] = true
	return true
}

func (h *hub) leave(c *client) { delete(h.clients, c) }

func (h *hub) tell(what change) {
	for c := range h.clients {
		c.tell(what)
	}
}

// Times of the event stream: how often an idle one is written to, so that a
// client that went away is noticed, and how long one write may take.
const (
	heartbeat = 15 * time.Second
	writing   = 10 * time.Second
)

// events answers with a stream of server-sent events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html). They say
// that something changed and nothing of what.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	c := &client{changes: make(chan change, 1)}
	if !s.join(r.Context(), c) {
		http.Error(w, "too many pages are listening", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(c)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	stream := stream{w, http.NewResponseController(w)}
	if !stream.send("retry: 500\n\n") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		text := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return
		case <-s.closing:
			return
		case what := <-c.changes:
			text = fmt.Sprintf("data: %s\n\n", what)
		case <-beat.C:
		}
		if !stream.send(text) {
			return
		}
	}
}

// stream writes to one client, giving up on one that does not read.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s stream) send(text string) bool {
	if err := s.control.SetWriteDeadline(time.Now().Add(writing)); err != nil {
		return false
	}
	if _, err := fmt.Fprint(s.w, text); err != nil {
		return false
	}
	return s.control.Flush() == nil
}
