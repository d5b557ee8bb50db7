package asset

import "slices"

// The elements of a WebM film (RFC 9559, section 5.1) that are looked into, and those
// that say something beside picture and sound: tags, files put in, the title, the day,
// the programs, the names of tracks, and sums of what is changed here.
var (
	webmParents = []uint64{segmentID, clusterID, 0x1549A966 /* Info */, 0x1654AE6B /* Tracks */, 0xAE /* TrackEntry */}
	webmTold    = []uint64{0x1254C367 /* Tags */, 0x1941A469 /* Attachments */, 0x7BA9 /* Title */, 0x4461 /* DateUTC */, 0x536E /* Name */, 0xBF /* CRC-32 */, 0xEC /* Void */}
	webmMakers  = []uint64{0x4D80 /* MuxingApp */, 0x5741 /* WritingApp */}
)

const (
	segmentID = 0x18538067
	clusterID = 0x1F43B675
)

// cleanWebM returns a film without its metadata. It changes the data: an element that
// told something becomes one that is empty and as long, so that nothing else moves.
func cleanWebM(data []byte) []byte {
	for at := 0; at < len(data); {
		id, idLength := vint(data[at:], false)
		size, sizeLength := vint(data[at+idLength:], true)
		head := idLength + sizeLength
		if idLength == 0 || sizeLength == 0 {
			return data
		}
		unknown := size == 1<<(7*sizeLength)-1 // it ends where its parent does
		switch whole := data[at:]; {
		case unknown && (id == segmentID || id == clusterID):
			at += head
			continue
		case unknown || size > uint64(len(whole)-head):
			return data
		case slices.Contains(webmTold, id):
			void(whole[:head+int(size)])
		case slices.Contains(webmMakers, id): // which a film must have
			for i := range whole[head : head+int(size)] {
				whole[head+i] = '-'
			}
		case slices.Contains(webmParents, id) && id != clusterID:
			at += head
			continue
		}
		at += head + int(size)
	}
	return data
}

// vint reads a number whose first bits say its length in bytes (RFC 8794, section 4);
// ids keep those bits. The length is 0 for what is none.
func vint(data []byte, size bool) (value uint64, length int) {
	if len(data) == 0 || data[0] == 0 {
		return 0, 0
	}
	length = 1
	for data[0]&(0x80>>(length-1)) == 0 {
		length++
	}
	if length > len(data) {
		return 0, 0
	}
	value = uint64(data[0])
	if size {
		value &= 1<<(8-length) - 1
	}
	for _, b := range data[1:length] {
		value = value<<8 | uint64(b)
	}
	return value, length
}

// void makes an element of at least two bytes one that is empty and as long (RFC 8794,
// section 11.3.2).
func void(element []byte) {
	for length := 1; length <= 8; length++ {
		body := uint64(len(element) - 1 - length)
		if body >= 1<<(7*length)-1 {
			continue
		}
		clear(element)
		element[0] = 0xEC
		for i := range length {
			element[length-i] = byte(body >> (8 * i))
		}
		element[1] |= 0x80 >> (length - 1)
		return
	}
}
