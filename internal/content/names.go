package content

import (
	"strings"
	"unicode/utf8"
)

// firstNames are names that children and adults of Britain commonly have, as far
// as they are no everyday words. They are for guessing, not for certainty.
var firstNames = setOf(`aaliyah aarav abdul abdullah abigail adam adeel adele aiden aisha aishah alan alana albert alex alexander alexandra
	alfie alice alicia alison aliyah alyssa amaan amanda amelia amelie amina amir amira amy ana andre andrea andrew angela angus anika anita anna
	annabel anne annie anthony antonia anya archie arianna arjun arlo arthur arun asad ashley asia asif aurora ava ayaan ayesha aylin barbara barney
	beatrice becky ben benjamin bethan bethany bilal bobby bradley brandon brian bronte bronwen caitlin callum calum cameron cara carol caroline
	carys catherine catrin charlie charles charlotte chelsea cheryl chloe chris christina christine christopher claire clara connor conor courtney craig
	dafydd daniel danielle danny darcey darcy darren david deborah declan demi denise dexter diana dominic donna dorothy douglas dylan ebony eddie
	edith edward elaine eleanor elena eliana elijah elin eliza elizabeth ella ellie elliot elliott elsie emilia emily emma emmanuel erin eryn
	esme ethan ethel eva evan eve evelyn evie ewan faisal farah fatima fatimah felix fergus ffion fiona finlay finley fiona florence frances francesca
	francis frankie fraser freddie frederick freya gabriel gareth gary gavin gemma geoffrey george georgia georgina gethin gina gillian gloria gordon
	graham gwen gwyneth hamza hana hannah hari harley haroon harper harriet harrison harry haris hassan hayden hayley hazel heather hefin helen
	henry hollie hope holly hugh hugo hussain ian ibrahim iestyn ieuan ilyas imogen imran india ioan iona irene isaac isabel isabella isabelle isla
	ismail ivan jack jackson jacob jade jake jamal james jamie jane janet jasmine jason jasper jayden jaydon jenna jennifer jenny jeremy jessica jessie
	joanna joanne jodie joe joel john jonathan jordan joseph joshua josh joyce judith julia julian julie kaden kai karen karim kate katherine kathleen
	katie kayla kayleigh keira keiran keith kelly kenneth kerry kevin khadija khalid kian kiera kieran kimberly kira kirsty kyle kyra laila lara laura
	lauren layla leah leanne lee leila lena leo leon lewis lexi liam lillian lily linda lisa logan lois lorraine louie louis louise luca lucas lucia
	lucy luke lydia lyla macie maddison madeleine madison mahmoud maisie malcolm malik manisha marcus margaret maria mariam marie marion marta martha martin
	martyn mary maryam mason matilda matthew maya mckenzie megan mei melanie melissa mia michael michelle mikey miles millie mina miriam mohammad mohammed
	muhammad molly morgan mustafa myra nabil nadia naomi natalie natasha nathan nathaniel neil niamh nia nicholas nicola nicole nikhil nina noah noor nora
	oliver olivia omar oscar osian otis owain owen pamela patricia patrick paul paula penelope peter philip phoebe phoenix pippa polly priya rachel
	rafael rahul raj rebecca reece reggie reuben rhiannon rhodri rhys ricky riley rishi robert robin robyn rohan roman ronan rory rosalind rosie ross rowan
	roxanne rubén ruth ryan saffron safiya sahra salma sam samantha samir samira samuel sana sandra sara sarah sasha scarlett scott sean sebastian selina
	seren shannon sharon shaun sheila shirley shreya sian siân sienna simon simran skye sofia sonia sophia sophie stacey stanley stella stephanie
	stephen steven stuart susan suzanne sylvia tahir talia tamara tanya tariq tasha teddy teresa theo theodore theresa thomas tia tiffany tilly timothy tobias toby
	tom tracey travis tristan tyler umar uzair valerie vanessa vera victoria vincent violet vivian wayne wendy wesley william willow xander yasin yasmin yuki
	yusuf yvonne zac zach zachary zahra zain zainab zara zeynep zoe zoya zuzanna jakub zofia kacper piotr oliwia aleksandra wiktoria filip szymon`)

// notFamily are words with a capital that follow a first name and are no family
// name.
var notFamily = setOf(`year key stage primary academy school college nursery house road street lane class reception and the in is was has
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	science english maths mathematics history geography art music computing pupil pupils student students child children who said says i'd i'm i'll i've`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// PersonalAddress reports whether an e-mail address seems to be a person's own
// and not one that several people read.
func PersonalAddress(address string) bool {
	local, host, _ := strings.Cut(strings.ToLower(address), "@")
	name, _, _ := strings.Cut(host, ".")
	if private[name] {
		return true
	}
	parts := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' })
	if len(parts) == 0 {
		return false
	}
	return firstNames[parts[0]] || len(parts) == 2 && len(parts[0]) == 1
}

// private are hosts at which people have their own addresses.
var private = setOf("gmail googlemail hotmail outlook live yahoo icloud me aol btinternet sky talktalk virginmedia ntlworld protonmail proton")

// IsFirstName reports whether a word is a common first name in Britain.
func IsFirstName(word string) bool { return firstNames[strings.ToLower(word)] }

// isFirstName is IsFirstName for a word of a text.
func isFirstName(word []byte) bool {
	var small [16]byte
	if len(word) > len(small) {
		return IsFirstName(string(word))
	}
	for i, c := range word {
		if c >= utf8.RuneSelf {
			return IsFirstName(string(word))
		}
		if isCapital(c) {
			c += 'a' - 'A'
		}
		small[i] = c
	}
	return firstNames[string(small[:len(word)])]
}
