package markdown

import (
	"strings"
	"testing"

	"github.com/exemplar-lp/exemplar/internal/diag"
)

// part is a third of an invented case study, with everything one usually has.
const part = `## What we did

In September our Year 4 team of three tried "talk first, write second" in every history lesson. Pupils rehearsed a
sentence with a partner before anybody picked up a pencil, and the partner's only job was to say it back. We kept a
note of who spoke, for how long and about what. [PS1 level 2]

It was harder than it sounds -- the first two weeks were *loud*, and **nobody** wrote more than before. We nearly
stopped. A colleague from [Fenwick Cross](../schools/fenwick-cross.md) suggested a timer, and we used the routine that
is described in [the handbook](https://example.org/handbook "Handbook"). From the third week on the room settled.

### The routine

1. Read the question aloud, twice.
2. Think for ten seconds. Nobody talks.
3. Say your sentence to your partner.
4. Your partner says it back; if it isn't what you meant, say it again.
5. Write it.

- We planned together on Tuesdays, half an hour and no longer [PI1 level 1]
- Each of us watched one lesson a fortnight, with a single question in mind
- Teaching assistants led the routine in small groups from November on

> [!NOTE]
> The cards that we used are for pupils who read at or above the level of Year 3.

| Measure | September | July |
| --- | ---: | ---: |
| Median words in a first draft | 41 | 68 |
| Pupils who began within a minute | 44% | 71% [PS3 level 3] |
| Lessons watched | 0 | 36 |

![Two pupils at a table, one speaking and one listening](talk.jpg)

Some children found it hard to listen when they had something to say. They were given the card with three questions,
and they asked one of them. By Easter most had put the card away. A few never took to it, and for them we went back to
writing first.[^a] We don't think that a routine suits everyone, and we'd rather say so than count them out. Parents
asked about it at the open evening: what's the point of talking? The answer was in the books, and we showed them.

[^a]: Four pupils of 87. Their teachers chose with them, and two came back to it in the summer.

`

// study is an invented body of about 900 words.
func study() string {
	s := strings.Repeat(part, 3)
	for _, name := range []string{"b", "c"} {
		i := strings.LastIndex(s, "[^a]: ")
		s = s[:i] + "[^" + name + "]: " + s[i+6:]
		i = strings.LastIndex(s[:i], "[^a] ")
		s = s[:i] + "[^" + name + "] " + s[i+5:]
	}
	return s
}

func BenchmarkParse(b *testing.B) {
	text := []byte(study())
	p := NewParser(DefaultLimits())
	src := diag.NewSource("content/case-studies/talk.md", text)
	body, problems := p.Parse(src, 0)
	if len(problems) > 0 || body.Words < 850 || body.Words > 1000 {
		b.Fatalf("%d words, problems %v", body.Words, problems)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(src, 0)
	}
}
