package render

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"slices"
	"sync"
	"text/template/parse"
)

// A program is a template made ready for one type of view. html/template has
// escaped the tree before; what is left is to copy text and to print fields,
// and that is an order of magnitude faster when the fields are found once by
// their type and not again for every page. It also shows a misspelt field when
// the theme is read.
//
// Programs know the parts of the template language that themes need. A template
// with another part has no program, and html/template runs it.
type program struct {
	steps []step
	// slots is how many variables the template has, $ among them.
	slots int
}

// step writes a part of a page.
type step func(x *execution, dot reflect.Value)

// execution is one run of a program.
type execution struct {
	out *bytes.Buffer
	// frame holds the variables of the template that is running, and stands at the
	// end of frames, which has those of the templates that called it.
	frame, frames []reflect.Value
	err           error
}

// executions are those that are over, for their memory.
var executions = sync.Pool{New: func() any { return new(execution) }}

// run writes a view. After an error what is written is of no use.
func (p *program) run(out *bytes.Buffer, view any) error {
	x := executions.Get().(*execution)
	x.out = out
	x.call(p, reflect.ValueOf(view))
	err := x.err
	clear(x.frames[:cap(x.frames)]) // which would hold on to the view
	*x = execution{frames: x.frames}
	executions.Put(x)
	return err
}

// call runs a template with variables of its own.
func (x *execution) call(p *program, dot reflect.Value) {
	outer, start := x.frame, len(x.frames)
	x.frames = slices.Grow(x.frames, p.slots)[:start+p.slots]
	x.frame = x.frames[start:]
	x.frame[0] = dot
	x.steps(p.steps, dot)
	x.frame, x.frames = outer, x.frames[:start]
}

func (x *execution) steps(steps []step, dot reflect.Value) {
	for _, s := range steps {
		if x.err != nil {
			return
		}
		s(x, dot)
	}
}

func (x *execution) fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

// errNotKnown says that a template has a part which programs do not know.
var errNotKnown = errors.New("not known to programs")

// errNil is a field of a pointer that points nowhere.
var errNil = errors.New("nil pointer")

// programKey is a template and the type it is run for; a nil type is no data.
type programKey struct {
	name string
	typ  reflect.Type
}

// compiler makes the programs of one set of templates.
type compiler struct {
	set      *template.Template
	language *Language
	slow     slowEscapers
	made     map[programKey]*program
	errs     map[programKey]error
}

// compile returns the program of a template for a type of data. The error is
// errNotKnown or an *unknownField.
func (c *compiler) compile(name string, typ reflect.Type) (*program, error) {
	key := programKey{name, typ}
	if p, ok := c.made[key]; ok {
		return p, c.errs[key]
	}
	p := &program{slots: 1}
	c.made[key] = p // before its parts, which may call it
	tmpl := c.set.Lookup(name)
	if tmpl == nil || tmpl.Tree == nil {
		c.errs[key] = errNotKnown
		return p, errNotKnown
	}
	s := scope{compiler: c, program: p, tree: tmpl.Tree, vars: []variable{{"$", typ, 0}}}
	steps, err := s.list(tmpl.Tree.Root, typ)
	p.steps = steps
	c.errs[key] = err
	return p, err
}

// scope is the variables in force at a place of a template.
type scope struct {
	*compiler
	program *program
	tree    *parse.Tree
	vars    []variable
}

type variable struct {
	name string
	typ  reflect.Type
	slot int
}

// inner is a scope whose variables end with it.
func (s *scope) inner() *scope {
	in := *s
	in.vars = s.vars[:len(s.vars):len(s.vars)]
	return &in
}

// declare adds a variable and returns its slot.
func (s *scope) declare(name string, typ reflect.Type) int {
	slot := s.program.slots
	s.program.slots++
	s.vars = append(s.vars, variable{name, typ, slot})
	return slot
}

func (s *scope) lookup(name string) (variable, bool) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return s.vars[i], true
		}
	}
	return variable{}, false
}

func (s *scope) list(n *parse.ListNode, dot reflect.Type) ([]step, error) {
	if n == nil {
		return nil, nil
	}
	var steps []step
	for _, node := range n.Nodes {
		st, err := s.node(node, dot)
		if err != nil {
			return nil, err
		}
		if st != nil {
			steps = append(steps, st)
		}
	}
	return steps, nil
}

func (s *scope) node(node parse.Node, dot reflect.Type) (step, error) {
	switch n := node.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(x *execution, _ reflect.Value) { x.out.Write(text) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return s.action(n, dot)
	case *parse.TemplateNode:
		return s.template(n, dot)
	case *parse.IfNode:
		return s.ifNode(n, dot)
	case *parse.WithNode:
		return s.with(n, dot)
	case *parse.RangeNode:
		return s.rangeNode(n, dot)
	}
	return nil, errNotKnown
}

// action prints a value or sets a variable.
func (s *scope) action(n *parse.ActionNode, dot reflect.Type) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		return s.assignment(n.Pipe, dot)
	}
	v, err := s.command(n.Pipe.Cmds[0], dot)
	if err != nil {
		return nil, err
	}
	print, err := s.printer(v.typ, n.Pipe.Cmds[1:])
	if err != nil {
		return nil, err
	}
	return func(x *execution, dot reflect.Value) { print(x, v.get(x, dot)) }, nil
}

func (s *scope) assignment(p *parse.PipeNode, dot reflect.Type) (step, error) {
	if p.IsAssign || len(p.Decl) != 1 || len(p.Cmds) != 1 {
		return nil, errNotKnown
	}
	v, err := s.command(p.Cmds[0], dot)
	if err != nil {
		return nil, err
	}
	slot := s.declare(p.Decl[0].Ident[0], v.typ)
	return func(x *execution, dot reflect.Value) { x.frame[slot] = v.get(x, dot) }, nil
}

func (s *scope) template(n *parse.TemplateNode, dot reflect.Type) (step, error) {
	if n.Pipe == nil {
		p, err := s.compile(n.Name, nil)
		return func(x *execution, _ reflect.Value) { x.call(p, reflect.Value{}) }, err
	}
	v, err := s.pipe(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	p, err := s.compile(n.Name, v.typ)
	return func(x *execution, dot reflect.Value) { x.call(p, v.get(x, dot)) }, err
}

func (s *scope) ifNode(n *parse.IfNode, dot reflect.Type) (step, error) {
	in := s.inner()
	cond, err := in.condition(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	then, otherwise, err := in.branches(n.List, n.ElseList, dot, dot)
	return func(x *execution, dot reflect.Value) {
		if cond(x, dot) {
			x.steps(then, dot)
		} else {
			x.steps(otherwise, dot)
		}
	}, err
}

// branches compiles both lists of a branch, each with variables of its own.
func (s *scope) branches(then, otherwise *parse.ListNode, inside, dot reflect.Type) (a, b []step, err error) {
	if a, err = s.inner().list(then, inside); err != nil {
		return nil, nil, err
	}
	b, err = s.inner().list(otherwise, dot)
	return a, b, err
}

func (s *scope) with(n *parse.WithNode, dot reflect.Type) (step, error) {
	in := s.inner()
	v, slot, err := in.subject(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	then, otherwise, err := in.branches(n.List, n.ElseList, v.typ, dot)
	return func(x *execution, dot reflect.Value) {
		inside := v.get(x, dot)
		if slot > 0 {
			x.frame[slot] = inside
		}
		if truth(inside) {
			x.steps(then, inside)
		} else {
			x.steps(otherwise, dot)
		}
	}, err
}

// subject is what with is about, and the slot of its variable, 0 for none.
func (s *scope) subject(p *parse.PipeNode, dot reflect.Type) (v value, slot int, err error) {
	bare := *p
	bare.Decl = nil
	if v, err = s.pipe(&bare, dot); err != nil || len(p.Decl) == 0 {
		return v, 0, err
	}
	return v, s.declare(p.Decl[0].Ident[0], v.typ), nil
}

func (s *scope) rangeNode(n *parse.RangeNode, dot reflect.Type) (step, error) {
	bare := *n.Pipe
	bare.Decl = nil
	v, err := s.pipe(&bare, dot)
	if err != nil {
		return nil, err
	}
	if v.typ.Kind() != reflect.Slice || v.typ == bodyField.Type {
		return nil, errNotKnown
	}
	in := s.inner()
	index, element := in.rangeSlots(n.Pipe.Decl, v.typ.Elem())
	then, otherwise, err := in.branches(n.List, n.ElseList, v.typ.Elem(), dot)
	return func(x *execution, dot reflect.Value) {
		list := v.get(x, dot)
		for i := range list.Len() {
			item := list.Index(i)
			if index > 0 {
				x.frame[index] = reflect.ValueOf(i)
			}
			if element > 0 {
				x.frame[element] = item
			}
			x.steps(then, item)
		}
		if list.Len() == 0 {
			x.steps(otherwise, dot)
		}
	}, err
}

// rangeSlots declares the variables of a range: the element, or the index and
// the element.
func (s *scope) rangeSlots(decl []*parse.VariableNode, elem reflect.Type) (index, element int) {
	switch len(decl) {
	case 1:
		return 0, s.declare(decl[0].Ident[0], elem)
	case 2:
		return s.declare(decl[0].Ident[0], reflect.TypeFor[int]()), s.declare(decl[1].Ident[0], elem)
	}
	return 0, 0
}
