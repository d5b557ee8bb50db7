package markdown

import (
	"slices"
	"strings"
)

// Anchors returns every id in the HTML, sorted.
func (o *Outline) Anchors() []string {
	list := make([]string, len(o.order))
	for i, at := range o.order {
		list[i] = o.anchor(at)
	}
	return list
}

// HasAnchor reports whether the HTML has an id.
func (o *Outline) HasAnchor(id string) bool {
	_, ok := slices.BinarySearchFunc(o.order, id, func(at int32, id string) int { return strings.Compare(o.anchor(at), id) })
	return ok
}

// anchor is one of the ids of the headings, or after them of the others.
func (o *Outline) anchor(at int32) string {
	if n := len(o.Headings); int(at) >= n {
		return o.others[int(at)-n]
	}
	return o.Headings[at].ID
}

// sortAnchors puts the ids in order, once all are known.
func (o *Outline) sortAnchors() {
	o.order = make([]int32, len(o.Headings)+len(o.others))
	for i := range o.order {
		o.order[i] = int32(i)
	}
	slices.SortFunc(o.order, func(a, b int32) int { return strings.Compare(o.anchor(a), o.anchor(b)) })
}
