package render

import "sync"

// memo keeps what was made for a key, for all pages that ask for the same again.
// The zero value is ready to use, by many goroutines.
type memo[K comparable, V any] struct {
	mu   sync.RWMutex
	kept map[K]V
}

// memoRoom is how many values a memo keeps; further ones are made each time.
const memoRoom = 4096

// get returns the value of a key, made by a function that gives the same each
// time.
func (m *memo[K, V]) get(key K, make func() V) V {
	m.mu.RLock()
	value, ok := m.kept[key]
	full := len(m.kept) >= memoRoom
	m.mu.RUnlock()
	if ok {
		return value
	}
	value = make()
	if !full {
		m.keep(key, value)
	}
	return value
}

func (m *memo[K, V]) keep(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[K]V{}
	}
	if len(m.kept) < memoRoom {
		m.kept[key] = value
	}
}
