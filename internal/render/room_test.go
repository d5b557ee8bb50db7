package render

import (
	"bytes"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// TestPieces lends lists that do not touch one another, however the long one
// grows, and that are empty when they are lent again.
func TestPieces(t *testing.T) {
	var p pieces[int]
	for range 3 {
		var lists [][]int
		for n := range 40 {
			list := p.list(n)
			for i := range list {
				if list[i] != 0 {
					t.Fatalf("a list of %d begins with %v", n, list)
				}
				list[i] = n
			}
			lists = append(lists, append(list, -1))
		}
		for n, list := range lists {
			for i, v := range list {
				if want := n; i < n && v != want {
					t.Fatalf("list %d is %v", n, list)
				}
			}
		}
		p.reset()
	}
}

// TestRoomTakesAllBack makes the views of all pages in one room: each of its lists
// is asked for, and reset forgets none.
func TestRoomTakesAllBack(t *testing.T) {
	r := example(t, nil)
	rooms := &room{}
	for _, p := range r.Pages() {
		m := r.newMaker(p.Path, p.lang)
		m.room = rooms
		p.view(m, p.number)
	}
	lists := func(visit func(name string, lent int)) {
		v := reflect.ValueOf(rooms).Elem()
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.Struct {
				continue
			}
			if _, ok := v.Field(i).Type().FieldByName("lent"); ok {
				visit(v.Type().Field(i).Name, v.Field(i).FieldByName("lent").Len())
			}
		}
	}
	kinds := 0
	lists(func(name string, lent int) {
		if kinds++; lent == 0 {
			t.Errorf("nothing asks for %s", name)
		}
	})
	rooms.reset()
	lists(func(name string, lent int) {
		if lent != 0 {
			t.Errorf("%s is not taken back", name)
		}
	})
	if rooms.body.Len() != 0 || kinds < 15 {
		t.Errorf("%d bytes of a body are left, %d kinds of lists", rooms.body.Len(), kinds)
	}
}

// TestPagesOfOneRoom makes every page twice, the second time from the last to the
// first, and compares it with the page that a maker of its own makes: no page
// shows what another was lent, nor loses what many share.
func TestPagesOfOneRoom(t *testing.T) {
	r, alone := example(t, nil), example(t, nil)
	backwards := slices.Clone(r.Pages())
	slices.Reverse(backwards)
	pages := slices.Concat(r.Pages(), backwards)
	var a, b bytes.Buffer
	for _, p := range pages {
		alone.makers = sync.Pool{New: alone.makers.New}
		a.Reset()
		b.Reset()
		want, err := alone.Render(&a, pageAt(t, alone, p.Path))
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Render(&b, p)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Fatalf("%s: %s, alone %s", p.Path, apart(got, want), apart(want, got))
		}
	}
}
