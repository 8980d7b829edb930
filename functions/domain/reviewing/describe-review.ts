import type { ReviewReason, Widening } from './review-request.ts'

/** Languages in which the queue says why. */
export const REVIEW_LANGUAGES = ['en', 'hi'] as const
export type ReviewLanguage = (typeof REVIEW_LANGUAGES)[number]

interface Words {
  readonly reason: (reason: ReviewReason) => string
  readonly widening: Readonly<Record<Widening, string>>
}

const en: Words = {
  reason: (reason) => {
    switch (reason.kind) {
      case 'challenge':
        return 'Has worked on the same challenge.'
      case 'neighbour-challenge':
        return 'Has worked on a challenge next to this one.'
      case 'licensed':
        return 'Holds an assessor licence for this challenge.'
      case 'skills':
        return `Brings skills that the learner does not name: ${reason.skills.join(', ')}.`
      case 'language':
        return `Judges work in this language (${reason.language}).`
      case 'load':
        return reason.open === 0 ? 'No other request was waiting.' : `Few other requests were waiting (${reason.open}).`
      case 'asked-by-name':
        return 'Was asked for by name.'
    }
  },
  widening: {
    languages: 'People who state other languages may be asked too.',
    neighbours: 'People from challenges next to this one may be asked too.',
    load: 'People who have more requests waiting may be asked too.',
  },
}

const hi: Words = {
  reason: (reason) => {
    switch (reason.kind) {
      case 'challenge':
        return 'इसी चुनौती पर काम किया है।'
      case 'neighbour-challenge':
        return 'इससे जुड़ी एक चुनौती पर काम किया है।'
      case 'licensed':
        return 'इस चुनौती का मूल्यांकनकर्ता लाइसेंस है।'
      case 'skills':
        return `ऐसे कौशल हैं जो सीखने वाले ने अपने लिए नहीं बताए: ${reason.skills.join(', ')}।`
      case 'language':
        return `इस भाषा (${reason.language}) में काम परखते हैं।`
      case 'load':
        return reason.open === 0 ? 'कोई और अनुरोध बाकी नहीं था।' : `कम अनुरोध बाकी थे (${reason.open})।`
      case 'asked-by-name':
        return 'नाम लेकर अनुरोध किया गया है।'
    }
  },
  widening: {
    languages: 'अब उन लोगों से भी पूछा जा सकता है जो दूसरी भाषाएँ बताते हैं।',
    neighbours: 'अब जुड़ी हुई चुनौतियों के लोगों से भी पूछा जा सकता है।',
    load: 'अब उन लोगों से भी पूछा जा सकता है जिनके पास अधिक अनुरोध बाकी हैं।',
  },
}

const WORDS: Readonly<Record<ReviewLanguage, Words>> = { en, hi }

/** One sentence on why somebody is asked. */
export const describeReason = (reason: ReviewReason, language: ReviewLanguage): string => WORDS[language].reason(reason)

/** One sentence on what a request was opened up to. */
export const describeWidening = (widening: Widening, language: ReviewLanguage): string =>
  WORDS[language].widening[widening]
