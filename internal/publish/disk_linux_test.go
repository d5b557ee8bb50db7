package publish

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// onDisks runs a test in a process that may mount what it likes, which nobody
// else sees. Where the system does not allow that, mount is nil and the test
// stands in for the disk with faults.
func onDisks(t *testing.T, test func(t *testing.T, mount func(source, target, kind, options string))) {
	t.Helper()
	if os.Getenv("PUBLISH_MOUNTS") != "" {
		if err := tryMounts(t); err != nil {
			t.Logf("with faults instead of disks: %v", err)
			test(t, nil)
			return
		}
		test(t, func(source, target, kind, options string) {
			if err := mountDisk(t, source, target, kind, options); err != nil {
				t.Fatalf("mount %s: %v", target, err)
			}
		})
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "PUBLISH_MOUNTS=yes")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if cmd.Process == nil {
		t.Logf("with faults instead of disks: %v", err)
		test(t, nil)
		return
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// mountDisk is mount(2) until the test ends.
func mountDisk(t *testing.T, source, target, kind, options string) error {
	flags := uintptr(0)
	if kind == "bind" {
		kind, flags = "", unix.MS_BIND
	}
	if rest, ok := strings.CutPrefix(options, "ro,"); ok {
		options, flags = rest, unix.MS_RDONLY
	}
	if err := unix.Mount(source, target, kind, flags, options); err != nil {
		return err
	}
	t.Cleanup(func() { unix.Unmount(target, unix.MNT_DETACH) })
	return nil
}

// tryMounts mounts one of each kind that the tests need.
func tryMounts(t *testing.T) error {
	top := t.TempDir()
	disk := filepath.Join(top, "disk")
	files{"disk/": "", "merged/": ""}.put(t, top)
	if err := mountDisk(t, "none", disk, "tmpfs", "size=1m"); err != nil {
		return err
	}
	files{"lower/": "", "upper/": "", "work/": ""}.put(t, disk)
	if err := mountDisk(t, disk, filepath.Join(disk, "lower"), "bind", ""); err != nil {
		return err
	}
	return mountDisk(t, "overlay", filepath.Join(top, "merged"), "overlay", layers(disk))
}

func layers(disk string) string {
	return "userxattr,lowerdir=" + disk + "/lower,upperdir=" + disk + "/upper,workdir=" + disk + "/work"
}

func TestDisk_full(t *testing.T) {
	onDisks(t, func(t *testing.T, mount func(source, target, kind, options string)) {
		published := 0
		for i := range 20 {
			top := t.TempDir()
			fault := hook(func(n int, _, _ string) error {
				if mount == nil && n > 5+25*i {
					return errFull
				}
				return nil
			})
			if mount != nil {
				mount("none", top, "tmpfs", "size="+strconv.Itoa(100+300*i)+"k")
			}
			dir := filepath.Join(top, "public")
			mustDir(t, dir, siteBefore)
			siteOwn.put(t, dir)
			_, err := publish(dir, site(400, "new"), Options{Sync: true}, fault)
			if err == nil {
				published++
				continue
			}
			if r := refusal(t, err, Full); !strings.Contains(r.Message, "4.0 MB") {
				t.Errorf("message %q does not say how much is needed", r.Message)
			}
			same(t, "folder", read(t, dir), siteBefore.published().with(siteOwn))
		}
		if mount != nil && (published == 0 || published == 20) {
			t.Errorf("%d of 20 sizes are enough, want some", published)
		}
	})
}

func TestDisk_readOnly(t *testing.T) {
	onDisks(t, func(t *testing.T, mount func(source, target, kind, options string)) {
		top := t.TempDir()
		if mount != nil {
			mount("none", top, "tmpfs", "ro,size=1m")
		}
		_, err := publish(filepath.Join(top, "public"), siteAfter.outputs(), Options{}, func(op, _ string) error {
			if mount == nil {
				return unix.EROFS
			}
			return nil
		})
		r := refusal(t, err, Denied)
		if !strings.Contains(r.Message, top) {
			t.Errorf("message %q does not name the folder", r.Message)
		}
		same(t, "folder", read(t, top), files{})
	})
}

func TestDisk_mountPoint(t *testing.T) {
	onDisks(t, func(t *testing.T, mount func(source, target, kind, options string)) {
		for _, test := range []struct{ name, source, target, kind string }{
			{"a disk on the output", "none", "public", "tmpfs"},
			{"a folder on the output", "other", "public", "bind"},
			{"a disk in the output", "none", "public/media", "tmpfs"},
			{"a folder in the output", "other", "public/media", "bind"},
		} {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			mustDir(t, dir, siteBefore)
			files{"public/media/": "", "other/": ""}.put(t, top)
			if mount != nil {
				source := test.source
				if test.kind == "bind" {
					source = filepath.Join(top, source)
				}
				mount(source, filepath.Join(top, test.target), test.kind, "")
				files{"notes.txt": "mine"}.put(t, filepath.Join(top, "public", "media"))
				if test.target == "public" {
					mustDir(t, filepath.Join(top, "plain"), siteBefore)
					read(t, filepath.Join(top, "plain")).put(t, dir)
				}
			}
			before := read(t, top)
			_, err := publish(dir, siteAfter.outputs(), Options{}, func(op, _ string) error {
				if mount == nil && op == "exchange" {
					return unix.EBUSY
				}
				return nil
			})
			refusal(t, err, Mount)
			same(t, test.name, read(t, top), before)
		}
	})
}

// In a container the output may be in a layer below, whose folders cannot be
// renamed.
func TestDisk_layers(t *testing.T) {
	onDisks(t, func(t *testing.T, mount func(source, target, kind, options string)) {
		top := t.TempDir()
		disk, merged := filepath.Join(top, "disk"), filepath.Join(top, "merged")
		files{"disk/": "", "merged/": ""}.put(t, top)
		if mount != nil {
			mount("none", disk, "tmpfs", "size=10m")
		}
		files{"lower/": "", "upper/": "", "work/": ""}.put(t, disk)
		if mount != nil {
			mustDir(t, filepath.Join(disk, "lower", "public"), siteBefore)
			siteOwn.put(t, filepath.Join(disk, "lower", "public"))
			mount("overlay", merged, "overlay", layers(disk))
		} else {
			mustDir(t, filepath.Join(merged, "public"), siteBefore)
			siteOwn.put(t, filepath.Join(merged, "public"))
		}
		fault := force(Exchange)
		if mount == nil {
			fault = force(Files)
		}
		dir := filepath.Join(merged, "public")
		for _, site := range []files{siteAfter, siteBefore} {
			res, err := publish(dir, site.outputs(), Options{Sync: true}, fault)
			if err != nil || res.Swap != Files {
				t.Fatalf("swap %q, error %v, want %q", res.Swap, err, Files)
			}
			same(t, "folder", read(t, dir), site.published().with(siteOwn))
			onlyOutput(t, dir)
		}
		mustDir(t, filepath.Join(merged, "new"), siteAfter)
		res := mustDir(t, filepath.Join(merged, "new"), siteBefore)
		same(t, "swap of a folder of the upper layer", res.Swap, Exchange)
	})
}
