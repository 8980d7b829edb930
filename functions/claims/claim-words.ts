import type { ClaimStatus } from '../../schemas/claim.ts'

/** The languages that what a claim says is written in; the first is the default. */
export const CLAIM_LANGUAGES = ['en', 'hi'] as const
export type ClaimLanguage = (typeof CLAIM_LANGUAGES)[number]

/** What became of judgements of an earlier evidence version, by its number and that of the current one. */
interface EarlierVerdictWords {
  /** To whoever judged it and has yet to judge the current one. */
  readonly rests: (from: number, current: number) => string
  /** To whoever judged both. */
  readonly judgedAnew: (from: number, current: number) => string
  readonly toOthers: (from: number, current: number) => string
}

export const EARLIER_VERDICT_WORDS: Readonly<Record<ClaimLanguage, EarlierVerdictWords>> = {
  en: {
    rests: (from, current) =>
      `What you said of version ${from} no longer counts. Look at version ${current} and judge it anew.`,
    judgedAnew: (from, current) =>
      `What you said of version ${from} no longer counts. You have judged version ${current} since.`,
    toOthers: (from, current) =>
      `What peers said of version ${from} no longer counts. Version ${current} is judged anew.`,
  },
  hi: {
    rests: (from, current) => `संस्करण ${from} पर आपका कहा अब नहीं गिना जाता। संस्करण ${current} देखकर उसे फिर से परखें।`,
    judgedAnew: (from, current) => `संस्करण ${from} पर आपका कहा अब नहीं गिना जाता। संस्करण ${current} को आप परख चुके हैं।`,
    toOthers: (from, current) => `संस्करण ${from} पर साथियों का कहा अब नहीं गिना जाता। संस्करण ${current} फिर से परखा जाता है।`,
  },
}

/** Of a claim in revision that its rule takes no further evidence version for. */
export const NO_REVISION_LEFT: Readonly<Record<ClaimLanguage, string>> = {
  en: 'Peers ask for a revision, and the rule takes no further evidence for this claim. The learner can withdraw it and open another.',
  hi: 'साथी सुधार चाहते हैं, पर नियम इस दावे पर और नया काम नहीं लेता। सीखने वाला इसे वापस लेकर दूसरा दावा खोल सकता है।',
}

/** What the state of a claim means, in words. */
export const STATUS_WORDS: Readonly<Record<ClaimLanguage, Readonly<Record<ClaimStatus, string>>>> = {
  en: {
    open: 'Peers can judge the evidence.',
    revision: 'Peers ask for a revision. New evidence opens the claim again.',
    met: 'The rule is met. The badge follows when nobody objects in time.',
    contested: 'Someone objected. Peers who took no part decide, and nothing is judged or given meanwhile.',
    issued: 'The badge was given.',
    refused: 'An objection was upheld. No badge is given for this claim.',
    withdrawn: 'The learner took the claim back.',
    expired: 'The time to gather endorsements is over.',
  },
  hi: {
    open: 'साथी काम को परख सकते हैं।',
    revision: 'साथी सुधार चाहते हैं। नया काम दिखाने पर दावा फिर खुलेगा।',
    met: 'नियम पूरा हुआ। समय रहते कोई आपत्ति न हो, तो बैज मिलेगा।',
    contested: 'किसी ने आपत्ति की है। जो साथी इसमें शामिल नहीं थे, वे निर्णय करेंगे; तब तक न कुछ परखा जाएगा, न दिया जाएगा।',
    issued: 'बैज दे दिया गया।',
    refused: 'आपत्ति सही मानी गई। इस दावे पर बैज नहीं दिया जाएगा।',
    withdrawn: 'सीखने वाले ने दावा वापस ले लिया।',
    expired: 'समर्थन जुटाने का समय पूरा हो गया।',
  },
}
