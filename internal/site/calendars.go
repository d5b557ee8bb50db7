package site

import (
	"github.com/exemplar-lp/exemplar/internal/catalog"
	"github.com/exemplar-lp/exemplar/internal/content"
	"github.com/exemplar-lp/exemplar/internal/export"
	"github.com/exemplar-lp/exemplar/internal/publish"
	"github.com/exemplar-lp/exemplar/internal/render"
)

// calendars are the timelines of pages and sections as calendar files.
func (s *Site) calendars() []publish.Output {
	var list []publish.Output
	s.Catalog.Each(func(e catalog.Entry) {
		meta, timeline := e.Common(), timelineOf(e)
		if len(timeline) == 0 {
			return
		}
		list = append(list, lazy(render.TimelinePath(meta.Path()), meta.Source, func() []byte {
			return export.Timeline(meta.Title, meta.Path(), s.Settings.Address(meta.Path()), s.Catalog.AsOf, timeline)
		}))
	})
	return list
}

func timelineOf(e catalog.Entry) []content.Milestone {
	switch e := e.(type) {
	case *catalog.Page:
		return e.Timeline
	case *catalog.Section:
		return e.Timeline
	}
	return nil
}
