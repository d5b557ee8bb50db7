package serve

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// Listener is an open port.
type Listener struct {
	// URL is the address to open in a browser.
	URL string
	// Port is the port in use; Wanted the one that was asked for.
	Port, Wanted int
	// Exposed says that other machines may reach it, and Others has the addresses
	// to open there, where URL is not one of them.
	Exposed bool
	Others  []string

	bind  string
	ports []net.Listener
}

// tries is how many ports are tried from the one that was asked for.
const tries = 50

// Listen opens a port on an address, or the next one that is free; port 0 is
// any that is free. An empty address is this machine alone, in both families of
// addresses. The error is the system's.
func Listen(bind string, port int) (*Listener, error) {
	if port == 0 {
		return listenOn(bind, 0)
	}
	for n := port; ; n++ {
		l, err := listenOn(bind, n)
		if err == nil {
			l.Wanted = port
			return l, nil
		}
		if !taken(err) || n+1 == port+tries || n+1 > 65535 {
			return nil, err
		}
	}
}

func listenOn(bind string, port int) (*Listener, error) {
	first := bind
	if bind == "" {
		first = "127.0.0.1"
	}
	main, err := net.Listen("tcp", net.JoinHostPort(first, strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	l := &Listener{bind: bind, ports: []net.Listener{main}, Exposed: !loopback(bind)}
	l.Port = main.Addr().(*net.TCPAddr).Port
	l.Wanted = l.Port
	l.URL = l.at(named(bind))
	if unspecified(bind) {
		l.Others = l.others()
	}
	if bind != "" {
		return l, nil
	}
	return l, l.listenIPv6()
}

// at is the address of the site under a name of this machine.
func (l *Listener) at(host string) string {
	return fmt.Sprintf("http://%s/", net.JoinHostPort(host, strconv.Itoa(l.Port)))
}

// others are the addresses of this machine in the networks that it is in. Where
// the system tells none there are none.
func (l *Listener) others() (list []string) {
	found, _ := net.InterfaceAddrs()
	for _, a := range found {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() && ip.IP.To4() != nil {
			list = append(list, l.at(ip.IP.String()))
		}
	}
	return list
}

// NotHere reports whether an error of Listen says that the address is none of
// this machine.
func NotHere(err error) bool {
	var name *net.DNSError
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, windowsNotHere) || errors.As(err, &name)
}

// listenIPv6 opens the same port for browsers that take localhost for ::1. A
// machine without IPv6 does without.
func (l *Listener) listenIPv6() error {
	second, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(l.Port)))
	switch {
	case err == nil:
		l.ports = append(l.ports, second)
	case taken(err):
		l.Close()
		return err
	}
	return nil
}

// Windows has numbers of its own for a port that another program has, or that
// the system keeps for itself, and for an address that is not the machine's.
const (
	windowsInUse    = syscall.Errno(10048) // WSAEADDRINUSE
	windowsReserved = syscall.Errno(10013) // WSAEACCES
	windowsNotHere  = syscall.Errno(10049) // WSAEADDRNOTAVAIL
)

// taken reports whether another port may be free.
func taken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windowsInUse) || errors.Is(err, windowsReserved)
}

// named is the name to put in a browser's address bar.
func named(bind string) string {
	if bind == "" || unspecified(bind) {
		return "localhost"
	}
	return bind
}

// unspecified reports whether an address stands for all of this machine's.
func unspecified(bind string) bool {
	ip := net.ParseIP(bind)
	return ip != nil && ip.IsUnspecified()
}

// Close gives the port back.
func (l *Listener) Close() {
	for _, p := range l.ports {
		_ = p.Close() // nothing is lost with it
	}
}
