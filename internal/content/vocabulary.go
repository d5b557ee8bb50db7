package content

import (
	"strings"

	"github.com/exemplar-lp/exemplar/internal/strict"
)

// vocabularies are the words that front matter may use, by the name in a vocab
// tag: the ids with which the program knows them. What readers see comes from the
// theme's language files. Aliases are what people call the same things, or called
// them once; they lead to the id in a hint and are not accepted.
var vocabularies = map[string]strict.Vocabulary{
	"role": {
		IDs: ids(`aspirant-lead-practitioner lead-practitioner senior-lead-practitioner
			specialist-leader-of-education evidence-lead-in-education advanced-skills-teacher`),
		Aliases: map[string]string{
			"lp": "lead-practitioner", "leading practitioner": "lead-practitioner", "accredited lead practitioner": "lead-practitioner",
			"alp": "aspirant-lead-practitioner", "aspirant": "aspirant-lead-practitioner", "aspiring lead practitioner": "aspirant-lead-practitioner",
			"slp": "senior-lead-practitioner", "senior lp": "senior-lead-practitioner",
			"sle": "specialist-leader-of-education", "ele": "evidence-lead-in-education",
			"evidence leader in education": "evidence-lead-in-education", "ast": "advanced-skills-teacher",
		},
	},
	"phase": {
		IDs: ids("early-years primary secondary special alternative-provision post-16 all-through"),
		Aliases: map[string]string{
			"nursery": "early-years", "reception": "early-years", "eyfs": "early-years", "foundation stage": "early-years", "pre school": "early-years",
			"infant": "primary", "infants": "primary", "junior": "primary", "juniors": "primary", "first school": "primary",
			"middle": "secondary", "high school": "secondary", "upper school": "secondary",
			"send": "special", "sen": "special", "special school": "special",
			"pru": "alternative-provision", "pupil referral unit": "alternative-provision", "ap": "alternative-provision",
			"sixth form": "post-16", "6th form": "post-16", "fe": "post-16", "college": "post-16", "16 plus": "post-16", "further education": "post-16",
		},
	},
	"key-stage": {
		IDs: ids("eyfs ks1 ks2 ks3 ks4 ks5 adult"),
		Aliases: map[string]string{
			"key stage 1": "ks1", "key stage 2": "ks2", "key stage 3": "ks3", "key stage 4": "ks4", "key stage 5": "ks5",
			"1": "ks1", "2": "ks2", "3": "ks3", "4": "ks4", "5": "ks5",
			"early years": "eyfs", "nursery": "eyfs", "reception": "eyfs", "foundation stage": "eyfs",
			"year 1": "ks1", "year 2": "ks1", "year 3": "ks2", "year 4": "ks2", "year 5": "ks2", "year 6": "ks2",
			"year 7": "ks3", "year 8": "ks3", "year 9": "ks3", "year 10": "ks4", "year 11": "ks4", "gcse": "ks4",
			"year 12": "ks5", "year 13": "ks5", "sixth form": "ks5", "a level": "ks5", "post 16": "ks5", "16 19": "ks5",
		},
	},
	"theme": {
		IDs: ids(`school-improvement accountability data wellbeing pupil-premium curriculum leadership teaching-and-learning
			literacy coaching retrieval-practice oracy send assessment-and-feedback behaviour attendance transition digital
			early-years global-learning workload inclusion sustainability`),
		Aliases: map[string]string{
			"teaching": "teaching-and-learning", "learning": "teaching-and-learning", "pedagogy": "teaching-and-learning", "t l": "teaching-and-learning",
			"well being": "wellbeing", "mental health": "wellbeing", "sen": "send", "special educational needs": "send",
			"pp": "pupil-premium", "disadvantage": "pupil-premium", "disadvantaged pupils": "pupil-premium", "closing the gap": "pupil-premium",
			"reading": "literacy", "writing": "literacy", "vocabulary": "literacy", "phonics": "literacy", "english": "literacy",
			"talk": "oracy", "speaking": "oracy", "speaking and listening": "oracy", "mentoring": "coaching",
			"retrieval": "retrieval-practice", "memory": "retrieval-practice", "metacognition": "teaching-and-learning",
			"assessment": "assessment-and-feedback", "feedback": "assessment-and-feedback", "marking": "assessment-and-feedback",
			"ict": "digital", "computing": "digital", "technology": "digital", "edtech": "digital", "ai": "digital",
			"nursery": "early-years", "eyfs": "early-years", "edi": "inclusion", "diversity": "inclusion", "equality": "inclusion",
			"improvement": "school-improvement", "environment": "sustainability", "climate": "sustainability", "behavior": "behaviour",
		},
	},
	"subject": {
		Open: true,
		IDs: ids(`english mathematics science biology chemistry physics history geography computing art music drama languages
			physical-education design-and-technology religious-education phonics reading writing personal-social-health-education
			citizenship psychology sociology economics business law politics philosophy media-studies film-studies dance photography
			welsh french german spanish italian latin mandarin classics statistics further-mathematics engineering
			food-technology health-and-social-care geology travel-and-tourism sport`),
		Aliases: map[string]string{
			"maths": "mathematics", "math": "mathematics", "numeracy": "mathematics", "ict": "computing", "it": "computing", "computer science": "computing",
			"mfl": "languages", "modern foreign languages": "languages", "modern languages": "languages",
			"pe": "physical-education", "re": "religious-education", "rs": "religious-education", "religious studies": "religious-education",
			"pshe": "personal-social-health-education", "rshe": "personal-social-health-education", "pshce": "personal-social-health-education",
			"dt": "design-and-technology", "d t": "design-and-technology", "design technology": "design-and-technology", "art and design": "art",
			"literacy": "english", "english language": "english", "english literature": "english",
		},
	},
	"group": {
		IDs: ids("pupil-premium send eal most-able looked-after young-carers service-children"),
		Aliases: map[string]string{
			"pp": "pupil-premium", "fsm": "pupil-premium", "free school meals": "pupil-premium", "disadvantaged": "pupil-premium",
			"sen": "send", "special educational needs": "send", "english as an additional language": "eal",
			"gifted and talented": "most-able", "g t": "most-able", "more able": "most-able", "able": "most-able", "high attainers": "most-able",
			"lac": "looked-after", "looked after children": "looked-after", "children in care": "looked-after",
		},
	},
	"scale": {
		IDs: ids("class team department whole-school multi-school"),
		Aliases: map[string]string{
			"classroom": "class", "one class": "class", "year group": "team", "phase": "team", "key stage": "team", "faculty": "department", "subject": "department",
			"school": "whole-school", "trust": "multi-school", "mat": "multi-school", "several schools": "multi-school", "alliance": "multi-school", "schools": "multi-school",
		},
	},
	"expertise": {
		IDs: ids(`leadership-and-management pupil-achievement quality-of-teaching behaviour-and-safety
			academies assessment leading-cpd school-business leading-curriculum
			art closing-the-gap drama design-and-technology early-years english geography history ict mathematics languages music
			phonics physical-education pshe religious-education science send most-able citizenship
			itt-and-ect behaviour attendance`),
		Aliases: map[string]string{
			"leadership": "leadership-and-management", "management": "leadership-and-management", "teaching": "quality-of-teaching",
			"achievement": "pupil-achievement", "safety": "behaviour-and-safety", "maths": "mathematics", "math": "mathematics",
			"computing": "ict", "it": "ict", "mfl": "languages", "modern foreign languages": "languages", "pe": "physical-education", "re": "religious-education",
			"dt": "design-and-technology", "d t": "design-and-technology", "sen": "send", "special educational needs": "send", "sendco": "send",
			"nqt": "itt-and-ect", "nqts": "itt-and-ect", "ect": "itt-and-ect", "ects": "itt-and-ect", "itt": "itt-and-ect", "early career teachers": "itt-and-ect",
			"rqt": "itt-and-ect", "initial teacher training": "itt-and-ect", "cpd": "leading-cpd", "professional development": "leading-cpd",
			"curriculum": "leading-curriculum", "nursery": "early-years", "eyfs": "early-years", "pupil premium": "closing-the-gap",
			"gifted and talented": "most-able", "more able": "most-able", "behaviour and discipline": "behaviour", "rshe": "pshe", "finance": "school-business",
		},
	},
	"offer": {
		IDs: ids(`one-to-one-coaching facilitated-group-support leading-professional-development working-alongside-teachers
			data-analysis joint-action-planning demonstration-lessons scheme-of-work-support mentoring-new-teachers diagnostic-visit staff-meeting`),
		Aliases: map[string]string{
			"coaching": "one-to-one-coaching", "1 1 coaching": "one-to-one-coaching", "peer coaching": "one-to-one-coaching", "group support": "facilitated-group-support",
			"cpd": "leading-professional-development", "training": "leading-professional-development", "professional development": "leading-professional-development",
			"inset": "staff-meeting", "twilight": "staff-meeting", "team teaching": "working-alongside-teachers", "data": "data-analysis",
			"action planning": "joint-action-planning", "demonstration lesson": "demonstration-lessons", "modelling lessons": "demonstration-lessons",
			"schemes of work": "scheme-of-work-support", "planning": "scheme-of-work-support", "mentoring": "mentoring-new-teachers", "nqt mentoring": "mentoring-new-teachers",
			"ect mentoring": "mentoring-new-teachers", "diagnostic": "diagnostic-visit", "review": "diagnostic-visit", "visit": "diagnostic-visit",
		},
	},
	"sector": {
		IDs: ids("education childcare social-care"),
		Aliases: map[string]string{
			"school": "education", "schools": "education", "teaching": "education", "nursery": "childcare", "early years": "childcare",
			"care": "social-care", "social work": "social-care",
		},
	},
	"signatory": {
		IDs: ids("headteacher principal head-of-school delegated-senior-leader chair-of-governors executive-head"),
		Aliases: map[string]string{
			"head": "headteacher", "head teacher": "headteacher", "executive headteacher": "executive-head", "executive principal": "executive-head",
			"ceo": "executive-head", "deputy head": "delegated-senior-leader", "deputy headteacher": "delegated-senior-leader", "deputy": "delegated-senior-leader",
			"assistant head": "delegated-senior-leader", "assistant headteacher": "delegated-senior-leader", "slt": "delegated-senior-leader",
			"governor": "chair-of-governors", "chair": "chair-of-governors",
		},
	},
}

func ids(words string) []string { return strings.Fields(words) }
