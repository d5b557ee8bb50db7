package render

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// value is an expression of a known type.
type value struct {
	typ reflect.Type
	get func(x *execution, dot reflect.Value) reflect.Value
}

func constant(v any) value {
	fixed := reflect.ValueOf(v)
	return value{fixed.Type(), func(*execution, reflect.Value) reflect.Value { return fixed }}
}

// unknownField says that a view has no such field.
type unknownField struct {
	tree  *parse.Tree
	node  parse.Node
	field string
	typ   reflect.Type
}

// Error names the field and the view.
func (e *unknownField) Error() string {
	return fmt.Sprintf("%s has no field %q", e.typ.Name(), e.field)
}

// pipe is an expression of one command without variables.
func (s *scope) pipe(p *parse.PipeNode, dot reflect.Type) (value, error) {
	if len(p.Cmds) != 1 || len(p.Decl) != 0 {
		return value{}, errNotKnown
	}
	return s.command(p.Cmds[0], dot)
}

func (s *scope) command(n *parse.CommandNode, dot reflect.Type) (value, error) {
	if name, ok := n.Args[0].(*parse.IdentifierNode); ok {
		return s.function(name.Ident, n.Args[1:], dot)
	}
	if len(n.Args) != 1 {
		return value{}, errNotKnown
	}
	return s.operand(n.Args[0], dot)
}

func (s *scope) operand(node parse.Node, dot reflect.Type) (value, error) {
	self := func(_ *execution, dot reflect.Value) reflect.Value { return dot }
	switch n := node.(type) {
	case *parse.DotNode:
		if dot == nil {
			return value{}, errNotKnown
		}
		return value{dot, self}, nil
	case *parse.FieldNode:
		return s.fields(n, value{dot, self}, n.Ident)
	case *parse.VariableNode:
		v, ok := s.lookup(n.Ident[0])
		if !ok || v.typ == nil {
			return value{}, errNotKnown
		}
		slot := v.slot
		held := value{v.typ, func(x *execution, _ reflect.Value) reflect.Value { return x.frame[slot] }}
		return s.fields(n, held, n.Ident[1:])
	case *parse.PipeNode:
		return s.pipe(n, dot)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	}
	return value{}, errNotKnown
}

// fields follows the names of .A.B from a value.
func (s *scope) fields(n parse.Node, v value, names []string) (value, error) {
	for _, name := range names {
		if v.typ == nil {
			return v, errNotKnown
		}
		owner, isPointer := v.typ, v.typ.Kind() == reflect.Pointer
		if isPointer {
			owner = owner.Elem()
		}
		if owner == reflect.TypeFor[BodyPart]() && name == "HTML" {
			v = fieldOf(v, bodyField, isPointer)
			continue
		}
		if owner.Kind() != reflect.Struct {
			return v, errNotKnown
		}
		f, ok := owner.FieldByName(name)
		if _, method := reflect.PointerTo(owner).MethodByName(name); method {
			return v, errNotKnown
		}
		if !ok || !f.IsExported() {
			return v, &unknownField{s.tree, n, name, owner}
		}
		v = fieldOf(v, f, isPointer)
	}
	return v, nil
}

// bodyField has what BodyPart.HTML returns, for programs to write without a copy of
// it. They can do nothing else with it but ask whether there is any.
var bodyField, _ = reflect.TypeFor[BodyPart]().FieldByName("html")

func fieldOf(v value, f reflect.StructField, isPointer bool) value {
	get, index := v.get, f.Index
	switch {
	case !isPointer && len(index) == 1:
		first := index[0]
		return value{f.Type, func(x *execution, dot reflect.Value) reflect.Value { return get(x, dot).Field(first) }}
	case !isPointer:
		return value{f.Type, func(x *execution, dot reflect.Value) reflect.Value { return get(x, dot).FieldByIndex(index) }}
	}
	zero := reflect.Zero(f.Type)
	return value{f.Type, func(x *execution, dot reflect.Value) reflect.Value {
		pointer := get(x, dot)
		if pointer.IsNil() {
			x.fail(errNil)
			return zero
		}
		return pointer.Elem().FieldByIndex(index)
	}}
}

// function is a call of t, tn or len; the others make no values that themes
// print.
func (s *scope) function(name string, args []parse.Node, dot reflect.Type) (value, error) {
	values := make([]value, len(args))
	for i, a := range args {
		v, err := s.operand(a, dot)
		if err != nil {
			return v, err
		}
		if v.typ == bodyField.Type {
			return v, errNotKnown
		}
		values[i] = v
	}
	switch {
	case name == "len" && len(values) == 1 && values[0].typ.Kind() == reflect.Slice:
		list := values[0]
		return value{reflect.TypeFor[int](), func(x *execution, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(list.get(x, dot).Len())
		}}, nil
	case name == "t" && len(values) > 0 && values[0].typ.Kind() == reflect.String:
		return s.words(values, 1, func(key string, args []any) (string, error) { return s.language.Text(key, args...) }), nil
	case name == "tn" && len(values) > 1 && values[0].typ.Kind() == reflect.String && values[1].typ.Kind() == reflect.Int:
		if len(values) == 2 {
			return s.number(values[0], values[1]), nil
		}
		return s.words(values, 1, func(key string, args []any) (string, error) {
			return s.language.Number(key, args[0].(int), args[1:]...)
		}), nil
	}
	return value{}, errNotKnown
}

// number is a call of tn with a number alone.
func (s *scope) number(key, n value) value {
	return value{reflect.TypeFor[string](), func(x *execution, dot reflect.Value) reflect.Value {
		text, err := s.language.Number(key.get(x, dot).String(), int(n.get(x, dot).Int()))
		if err != nil {
			x.fail(err)
		}
		return reflect.ValueOf(text)
	}}
}

// words calls a function of the language with a key and what follows it.
func (s *scope) words(values []value, from int, call func(string, []any) (string, error)) value {
	return value{reflect.TypeFor[string](), func(x *execution, dot reflect.Value) reflect.Value {
		args := make([]any, 0, len(values))
		for _, v := range values[from:] {
			args = append(args, v.get(x, dot).Interface())
		}
		text, err := call(values[0].get(x, dot).String(), args)
		if err != nil {
			x.fail(err)
		}
		return reflect.ValueOf(text)
	}}
}

// condition is an expression of which only the truth matters.
func (s *scope) condition(p *parse.PipeNode, dot reflect.Type) (func(*execution, reflect.Value) bool, error) {
	if len(p.Cmds) != 1 || len(p.Decl) != 0 {
		return nil, errNotKnown
	}
	cmd := p.Cmds[0]
	if name, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return s.logic(name.Ident, cmd, dot)
	}
	return s.truthOf(p, dot)
}

func (s *scope) truthOf(n parse.Node, dot reflect.Type) (func(*execution, reflect.Value) bool, error) {
	if p, ok := n.(*parse.PipeNode); ok {
		if _, call := p.Cmds[0].Args[0].(*parse.IdentifierNode); call {
			return s.condition(p, dot)
		}
	}
	v, err := s.operand(n, dot)
	return func(x *execution, dot reflect.Value) bool { return truth(v.get(x, dot)) }, err
}

// logic is and, or, not and eq; any other call is a value.
func (s *scope) logic(name string, cmd *parse.CommandNode, dot reflect.Type) (func(*execution, reflect.Value) bool, error) {
	if name == "eq" {
		return s.equal(cmd.Args[1:], dot)
	}
	if name != "and" && name != "or" && name != "not" {
		v, err := s.command(cmd, dot)
		return func(x *execution, dot reflect.Value) bool { return truth(v.get(x, dot)) }, err
	}
	var parts []func(*execution, reflect.Value) bool
	for _, a := range cmd.Args[1:] {
		part, err := s.truthOf(a, dot)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if name == "not" && len(parts) == 1 {
		return func(x *execution, dot reflect.Value) bool { return !parts[0](x, dot) }, nil
	}
	stop := name == "or"
	return func(x *execution, dot reflect.Value) bool {
		for _, part := range parts {
			if part(x, dot) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}

// equal compares two texts or two numbers.
func (s *scope) equal(args []parse.Node, dot reflect.Type) (func(*execution, reflect.Value) bool, error) {
	if len(args) != 2 {
		return nil, errNotKnown
	}
	a, err := s.operand(args[0], dot)
	if err != nil {
		return nil, err
	}
	b, err := s.operand(args[1], dot)
	if err != nil {
		return nil, err
	}
	switch {
	case a.typ.Kind() == reflect.String && b.typ.Kind() == reflect.String:
		return func(x *execution, dot reflect.Value) bool { return a.get(x, dot).String() == b.get(x, dot).String() }, nil
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int:
		return func(x *execution, dot reflect.Value) bool { return a.get(x, dot).Int() == b.get(x, dot).Int() }, nil
	}
	return nil, errNotKnown
}

// truth is what if and with ask, as text/template defines it.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	return v.IsValid() && !v.IsZero()
}
