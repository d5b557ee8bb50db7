package diag

import (
	"slices"
	"strings"
)

// Code is the stable name of a kind of problem, group/name. It is printed with
// every problem, silences or re-ranks it in exemplar.yaml, and names its page
// docs/checks/<group>/<name>.md.
type Code string

// Every code that Exemplar can report.
const (
	FileUnreadable Code = "file/unreadable"
	FileEncoding   Code = "file/encoding"
	FileTooLarge   Code = "file/too-large"
	FileSymlink    Code = "file/symlink"
	FileName       Code = "file/name"
	FileKind       Code = "file/kind"
	FileGarbled    Code = "file/garbled"
	FileCopy       Code = "file/copy"

	FrontMissing  Code = "front/missing"
	FrontUnclosed Code = "front/unclosed"
	FrontFence    Code = "front/fence"
	FrontSyntax   Code = "front/syntax"
	FrontTooLarge Code = "front/too-large"
	FrontFeature  Code = "front/feature"
	FrontComment  Code = "front/comment"
	FrontQuotes   Code = "front/quotes"
	FrontEntity   Code = "front/entity"
	FrontUnseen   Code = "front/unseen"

	SchemaUnknownKey   Code = "schema/unknown-key"
	SchemaDuplicateKey Code = "schema/duplicate-key"
	SchemaRequired     Code = "schema/required"
	SchemaType         Code = "schema/type"
	SchemaValue        Code = "schema/value"
	SchemaDate         Code = "schema/date"
	SchemaURL          Code = "schema/url"
	SchemaSpelling     Code = "schema/spelling"
	SchemaOrder        Code = "schema/order"
	SchemaRepeat       Code = "schema/repeat"

	SlugInvalid   Code = "slug/invalid"
	SlugDuplicate Code = "slug/duplicate"
	SlugCase      Code = "slug/case"

	RefUnknown   Code = "ref/unknown"
	RefKind      Code = "ref/kind"
	RefDuplicate Code = "ref/duplicate"

	MarkdownLimit   Code = "markdown/limit"
	MarkdownHTML    Code = "markdown/raw-html"
	MarkdownHeading Code = "markdown/heading"
	MarkdownID      Code = "markdown/duplicate-id"

	MarkdownAttribute Code = "markdown/attribute"
	MarkdownCallout   Code = "markdown/callout"
	MarkdownFootnote  Code = "markdown/footnote"
	MarkdownTable     Code = "markdown/table"
	MarkdownList      Code = "markdown/list"
	MarkdownCode      Code = "markdown/code"
	MarkdownEmphasis  Code = "markdown/emphasis"

	LinkBroken      Code = "link/broken"
	LinkAnchor      Code = "link/anchor"
	LinkUnsafe      Code = "link/unsafe"
	LinkUnpublished Code = "link/unpublished"
	LinkForm        Code = "link/form"
	LinkText        Code = "link/text"

	ImageMissing  Code = "image/missing"
	ImageAlt      Code = "image/alt"
	ImageFormat   Code = "image/format"
	ImageTooLarge Code = "image/too-large"
	ImageBroken   Code = "image/broken"
	ImageGPS      Code = "image/gps"
	ImageMoving   Code = "image/moving"

	AssetType     Code = "asset/type"
	AssetUnlinked Code = "asset/unlinked"

	MarkerUnknown  Code = "marker/unknown"
	MarkerLevel    Code = "marker/level"
	MarkerUnlisted Code = "marker/unlisted"
	MarkerForm     Code = "marker/form"
	MarkerUnmarked Code = "marker/unmarked"

	WithdrawnPublished Code = "withdrawn/published"

	PeopleUndeclared Code = "people/undeclared"
	PeopleConsent    Code = "people/consent"
	PeoplePolicy     Code = "people/policy"
	PeopleAlt        Code = "people/named-picture"
	PeopleApproval   Code = "people/approval"
	PeopleProfile    Code = "people/profile"
	PeopleEvent      Code = "people/event"
	PeopleChild      Code = "people/child"
	PeopleQuote      Code = "people/quote"
	PeopleName       Code = "people/name"
	PeopleFile       Code = "people/file-name"
	PeopleHidden     Code = "people/hidden"

	PrivacySmallNumber Code = "privacy/small-number"
	PrivacySmallShare  Code = "privacy/small-share"
	PrivacySmallWords  Code = "privacy/small-words"
	PrivacyEmail       Code = "privacy/email"
	PrivacyPhone       Code = "privacy/phone"
	PrivacyPostcode    Code = "privacy/postcode"
	PrivacyUPN         Code = "privacy/upn"
	PrivacyBirth       Code = "privacy/birth"
	PrivacyDocument    Code = "privacy/document"
	PrivacyList        Code = "privacy/list"
	PrivacyNotice      Code = "privacy/notice"
	PrivacyThirdParty  Code = "privacy/third-party"

	AccessAlt       Code = "access/alt"
	AccessLinkText  Code = "access/link-text"
	AccessLinkTwice Code = "access/link-repeat"
	AccessTable     Code = "access/table"
	AccessHeading   Code = "access/bold-heading"
	AccessTextImage Code = "access/image-of-text"
	AccessMedia     Code = "access/media"
	AccessSentence  Code = "access/sentence"
	AccessCapitals  Code = "access/capitals"
	AccessStatement Code = "access/statement"
	AccessLanguage  Code = "access/language"
	AccessDownload  Code = "access/download"
	AccessShort     Code = "access/abbreviation"

	CheckPlaceholder Code = "check/placeholder"
	CheckSection     Code = "check/section"
	CheckSignoff     Code = "check/signoff"
	CheckCredential  Code = "check/credential"
	CheckSummary     Code = "check/summary"
	CheckURN         Code = "check/urn"
	CheckConsent     Code = "check/consent"
	CheckReview      Code = "check/review"
	CheckSigner      Code = "check/signer"
	CheckThin        Code = "check/thin"
	CheckSilence     Code = "check/silence"
	CheckOrphan      Code = "check/orphan"
	CheckLegacy      Code = "check/legacy"
	CheckFigure      Code = "check/figure"
	CheckLicence     Code = "check/licence"
	CheckAward       Code = "check/award"
	CheckParity      Code = "check/parity"

	TemplateParse Code = "template/parse"
	TemplateExec  Code = "template/exec"

	OutputConflict Code = "output/conflict"

	ConfigMissing    Code = "config/missing"
	ConfigSyntax     Code = "config/syntax"
	ConfigUnknownKey Code = "config/unknown-key"
	ConfigValue      Code = "config/value"
	ConfigColour     Code = "config/colour"
	ConfigOverride   Code = "config/override"
	ConfigExpired    Code = "config/expired"
)

// Rule is what is fixed about a code.
type Rule struct {
	Code     Code
	Severity Severity
	// Title says in a few words what the code means.
	Title string
}

// Rules lists every code with its own severity, sorted by code.
func Rules() []Rule {
	list := slices.Clone(rules)
	slices.SortFunc(list, func(a, b Rule) int { return compareCodes(a.Code, b.Code) })
	return list
}

func compareCodes(a, b Code) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// Severity returns the code's own severity, before a site's settings change it.
// It panics for a code that is not in Rules: every code is declared here.
func (c Code) Severity() Severity {
	for i := range rules {
		if rules[i].Code == c {
			return rules[i].Severity
		}
	}
	panic("diag: undeclared code " + string(c))
}

// Changeable reports whether a site's settings may give the code another
// severity or turn it off. Errors without which the site cannot be made, or
// cannot be safe, may not be changed.
func (c Code) Changeable() bool {
	switch c {
	case LinkBroken, LinkAnchor, ImageAlt, AccessMedia:
		return true
	}
	return strings.HasPrefix(string(c), "check/") || c.Severity() != Error
}

var rules = []Rule{
	{FileUnreadable, Error, "a file cannot be read"},
	{FileEncoding, Error, "a file is not text in UTF-8"},
	{FileTooLarge, Error, "a file is larger than the limit"},
	{FileSymlink, Error, "a link to another file or folder is not followed"},
	{FileName, Error, "a file name that cannot be published everywhere"},
	{FileKind, Warning, "a file in a place where nothing reads it"},
	{FileCopy, Warning, "a copy of a page that would be published beside it"},
	{FileGarbled, Warning, "letters that were damaged by a wrong encoding"},

	{FrontMissing, Error, "a page without front matter"},
	{FrontUnclosed, Error, "front matter without its closing line"},
	{FrontFence, Error, "a line that looks like --- and is not"},
	{FrontSyntax, Error, "front matter that is not YAML"},
	{FrontTooLarge, Error, "front matter larger or deeper than the limit"},
	{FrontFeature, Error, "a feature of YAML that front matter does not have"},
	{FrontUnseen, Error, "a character in a text that cannot be seen"},
	{FrontQuotes, Warning, "curly quotes around a text"},
	{FrontEntity, Warning, "a sign written as in HTML"},
	{FrontComment, Warning, "text after a # that is taken for a note"},

	{SchemaUnknownKey, Error, "a key that this kind of page does not have"},
	{SchemaDuplicateKey, Error, "a key that is given twice"},
	{SchemaRequired, Error, "a key that this kind of page needs"},
	{SchemaType, Error, "a list, a text or a number where another is needed"},
	{SchemaValue, Error, "a value that is not one of those allowed"},
	{SchemaDate, Error, "a date that is not one"},
	{SchemaURL, Error, "a web address that is not one or is not safe"},
	{SchemaSpelling, Warning, "a word that looks like a slip of a known one"},
	{SchemaOrder, Error, "dates that cannot follow each other"},
	{SchemaRepeat, Error, "a thing that is in a list twice"},

	{SlugInvalid, Error, "a name that cannot become an address"},
	{SlugDuplicate, Error, "two files that would have one address"},
	{SlugCase, Error, "two names that differ only in capitals or accents"},

	{RefUnknown, Error, "a person, school, standard or study that is not there"},
	{RefKind, Error, "a reference to the wrong kind of page"},
	{RefDuplicate, Error, "two standards of one framework with one code"},

	{MarkdownLimit, Error, "text that is larger or more deeply nested than the limit"},
	{MarkdownHTML, Error, "HTML in a page"},
	{MarkdownHeading, Warning, "headings that skip a level"},
	{MarkdownID, Error, "a heading id that is given twice or is not allowed"},
	{MarkdownAttribute, Error, "an attribute that headings do not have"},
	{MarkdownCallout, Warning, "a callout that is not one of the five"},
	{MarkdownFootnote, Warning, "a footnote without its text, or a text without its footnote"},
	{MarkdownCode, Warning, "text that is shown as code by a slip"},
	{MarkdownEmphasis, Warning, "stars that make nothing bold"},
	{MarkdownTable, Warning, "lines with | that do not make a table"},
	{MarkdownList, Warning, "lines that were meant to be a list and are none"},

	{LinkBroken, Error, "a link to a page that is not there"},
	{LinkAnchor, Error, "a link to a heading that is not there"},
	{LinkUnsafe, Error, "a link that could do harm"},
	{LinkUnpublished, Warning, "a link to a page that is not published"},
	{LinkText, Warning, "words that were meant to be a link and are none"},
	{LinkForm, Info, "a link that works and is better written in another way"},

	{ImageMissing, Error, "a picture that is not there"},
	{ImageAlt, Error, "a picture without a description"},
	{ImageFormat, Error, "a picture in a form that is not published"},
	{ImageTooLarge, Error, "a picture larger than the limit"},
	{ImageBroken, Error, "a picture file that is damaged"},
	{ImageGPS, Warning, "a picture or film that says where it was taken"},
	{ImageMoving, Warning, "an animation of which only the first picture is shown"},

	{AssetType, Warning, "a file of a kind that is not published"},
	{AssetUnlinked, Warning, "a file that is published and that no page leads to"},

	{MarkerUnknown, Warning, "an evidence marker that names no standard"},
	{MarkerForm, Warning, "brackets that were meant to be an evidence marker and are none"},
	{MarkerLevel, Error, "an evidence marker with a level the framework lacks"},
	{MarkerUnlisted, Warning, "a marked standard that front matter does not list"},
	{MarkerUnmarked, Warning, "a standard that front matter lists and nothing in the text shows"},

	{WithdrawnPublished, Error, "something withdrawn that would be published"},

	{PeopleUndeclared, Warning, "a picture that does not say whether people are in it"},
	{PeopleConsent, Error, "a picture of pupils without consent in date"},
	{PeoplePolicy, Error, "a picture of pupils that the site's policy does not allow"},
	{PeopleAlt, Warning, "a picture of pupils with what seems to be a name"},
	{PeopleApproval, Error, "pictures of pupils that nobody has checked"},
	{PeopleProfile, Error, "a person who is not said to have agreed"},
	{PeopleEvent, Info, "a coming event that says where children will be and when"},
	{PeopleChild, Warning, "words that may show who a child is"},
	{PeopleQuote, Warning, "words of a pupil with what seems to be a name"},
	{PeopleFile, Warning, "a file or page whose address seems to name somebody"},
	{PeopleHidden, Error, "the name of a person who is hidden"},
	{PeopleName, Info, "a name of nobody the portal knows"},

	{PrivacySmallNumber, Error, "a figure of so few pupils that it may show who they are"},
	{PrivacySmallShare, Warning, "a share that gives a small number of pupils away"},
	{PrivacySmallWords, Warning, "a few pupils counted in words"},
	{PrivacyEmail, Warning, "an e-mail address of a person"},
	{PrivacyPhone, Warning, "a telephone number"},
	{PrivacyPostcode, Warning, "a whole postcode, or where somebody lives"},
	{PrivacyUPN, Error, "a pupil number"},
	{PrivacyBirth, Error, "a date of birth"},
	{PrivacyDocument, Warning, "a document that says more than its text"},
	{PrivacyList, Error, "a file to download that is a list of pupils"},
	{PrivacyNotice, Warning, "a portal without a page about privacy"},
	{PrivacyThirdParty, Error, "a page that asks another site for something"},

	{AccessAlt, Warning, "a description that tells nothing of the picture"},
	{AccessLinkText, Warning, "words of a link that do not say where it leads"},
	{AccessLinkTwice, Warning, "links with the same words to different pages"},
	{AccessTable, Warning, "a table without headings"},
	{AccessHeading, Warning, "a line in bold that stands for a heading"},
	{AccessTextImage, Info, "a picture that seems to be of text"},
	{AccessMedia, Error, "a film or recording without words"},
	{AccessSentence, Info, "long sentences"},
	{AccessCapitals, Info, "words in capitals"},
	{AccessStatement, Warning, "an accessibility statement that is missing or old"},
	{AccessLanguage, Warning, "a passage in another language that does not say so"},
	{AccessDownload, Warning, "a document to download that is on no page"},
	{AccessShort, Info, "an abbreviation that nothing explains"},

	{CheckPlaceholder, Error, "a place left to be filled in"},
	{CheckSection, Warning, "a section that a case study should have"},
	{CheckSignoff, Error, "a sign-off that cannot stand"},
	{CheckCredential, Warning, "a credential whose dates do not agree"},
	{CheckSummary, Warning, "a summary that is too long for lists"},
	{CheckConsent, Warning, "a portrait without the day its person agreed"},
	{CheckURN, Warning, "a school number that is not one"},
	{CheckReview, Warning, "a study whose day of review is past"},
	{CheckSigner, Warning, "a sign-off by the head of another school"},
	{CheckThin, Info, "a section with hardly any text"},
	{CheckSilence, Warning, "a silenced check that does not need it"},
	{CheckOrphan, Info, "a page that nothing leads to"},
	{CheckLegacy, Info, "a role that is no longer awarded"},
	{CheckFigure, Info, "a figure without how it was measured, or that is said to prove"},
	{CheckLicence, Warning, "a resource that does not say how it may be used"},
	{CheckAward, Warning, "the name or logo of an awarding body without the award"},
	{CheckParity, Warning, "a page that is not the same in Welsh and in English"},

	{TemplateParse, Error, "a theme template that cannot be read"},
	{TemplateExec, Error, "a theme template that cannot be filled in"},

	{OutputConflict, Error, "two outputs at one path"},

	{ConfigMissing, Error, "no exemplar.yaml"},
	{ConfigSyntax, Error, "settings that are not YAML"},
	{ConfigUnknownKey, Error, "a setting that does not exist"},
	{ConfigValue, Error, "a setting with a value that is not allowed"},
	{ConfigColour, Error, "a colour that cannot be read on the page"},
	{ConfigOverride, Error, "a changed check that does not exist or cannot change"},
	{ConfigExpired, Warning, "a changed check whose last day is past"},
}
