import type { ClaimStatus } from '../../schemas/claim.ts'
import type { ShownReason } from '../../schemas/decision.ts'

/** The languages that what a claim says is written in; the first is the default. */
export const CLAIM_LANGUAGES = ['en', 'hi'] as const
export type ClaimLanguage = (typeof CLAIM_LANGUAGES)[number]

interface ClaimWords {
  readonly status: Readonly<Record<ClaimStatus, string>>
  /** Why an endorsement does not count, to anyone who may know; of the other people it names none. */
  readonly reasons: Readonly<Record<ShownReason, string>>
  /** The same to whoever gave it, where that can be said better. */
  readonly ownReasons: Readonly<Partial<Record<ShownReason, string>>>
}

/** What a claim and its judgements say in words. */
export const CLAIM_WORDS: Readonly<Record<ClaimLanguage, ClaimWords>> = {
  en: {
    status: {
      open: 'Peers can judge the evidence.',
      revision: 'Peers ask for a revision. New evidence opens the claim again.',
      met: 'The rule is met. The badge follows when nobody objects in time.',
      contested: 'Someone objected. Peers who took no part decide, and nothing is judged or given meanwhile.',
      issued: 'The badge was given.',
      refused: 'An objection was upheld. No badge is given for this claim.',
      withdrawn: 'The learner took the claim back.',
      expired: 'The time to gather endorsements is over.',
    },
    reasons: {
      own_claim: 'Nobody endorses their own claim.',
      collaborator: 'Whoever shares the work cannot endorse it.',
      withdrawn: 'It was taken back.',
      other_evidence_version: 'It is of another evidence version than the current one.',
      verdict_not_endorse: 'It does not endorse the claim.',
      not_eligible: 'The rule did not let its endorser endorse when it was given.',
      assurance_too_low: 'The rule asks for stronger proof of who endorses.',
      too_old: 'It is older than the rule allows.',
      criterion_not_rated: 'It does not rate every criterion that the rule asks for.',
      below_required_level: 'It rates a criterion below the level that the rule asks for.',
      mutual_pair:
        'The learner had endorsed its endorser not long before. Of two people who endorse each other, the later endorsement does not count.',
      closed_ring: 'It closes a ring of people who endorse one another.',
      share_exceeded: 'Its endorser gave more of the community’s endorsements than the rule lets one voice give.',
      same_person: 'Its endorser takes part in this claim under another account as well.',
      not_independent: 'The rule does not count it as independent.',
    },
    ownReasons: {
      other_evidence_version: 'It is of an earlier evidence version. The current one can be judged anew.',
      not_eligible: 'The rule did not let you endorse when you gave it.',
      assurance_too_low:
        'The rule asks for stronger proof that it was you: sign in yourself, or sign with a key of your own.',
      mutual_pair:
        'The learner had endorsed you not long before. Of two people who endorse each other, the later endorsement does not count, however carefully it was given.',
      closed_ring:
        'It closes a ring of people who endorse one another. That says nothing about how carefully you judged.',
      share_exceeded:
        'You gave much of what the community endorsed lately. The rule leaves room for more voices; it counts again when others have endorsed more.',
      same_person: 'An identifier of yours belongs to another account that has a part in this claim.',
    },
  },
  hi: {
    status: {
      open: 'साथी प्रमाण परख सकते हैं।',
      revision: 'साथी सुधार चाहते हैं। नया प्रमाण देने पर दावा फिर खुलेगा।',
      met: 'नियम पूरा हुआ। समय रहते कोई आपत्ति न हो तो बैज मिलेगा।',
      contested: 'किसी ने आपत्ति की है। जो साथी इसमें शामिल नहीं थे वे निर्णय करेंगे; तब तक कुछ परखा या दिया नहीं जाएगा।',
      issued: 'बैज दे दिया गया।',
      refused: 'आपत्ति सही मानी गई। इस दावे पर बैज नहीं दिया जाएगा।',
      withdrawn: 'शिक्षार्थी ने दावा वापस ले लिया।',
      expired: 'अनुमोदन जुटाने का समय समाप्त हो गया।',
    },
    reasons: {
      own_claim: 'कोई अपने दावे का अनुमोदन नहीं करता।',
      collaborator: 'जो काम में साझेदार है वह उसका अनुमोदन नहीं कर सकता।',
      withdrawn: 'इसे वापस ले लिया गया।',
      other_evidence_version: 'यह वर्तमान प्रमाण का नहीं, दूसरे संस्करण का है।',
      verdict_not_endorse: 'यह दावे का अनुमोदन नहीं करता।',
      not_eligible: 'जब यह दिया गया तब नियम इस सदस्य को अनुमोदन की अनुमति नहीं देता था।',
      assurance_too_low: 'नियम अनुमोदक की पहचान का अधिक पक्का प्रमाण चाहता है।',
      too_old: 'यह नियम की सीमा से पुराना है।',
      criterion_not_rated: 'इसमें नियम के हर मापदंड पर स्तर नहीं दिया गया।',
      below_required_level: 'इसमें किसी मापदंड का स्तर नियम में माँगे गए स्तर से नीचे है।',
      mutual_pair:
        'शिक्षार्थी ने कुछ ही समय पहले इस अनुमोदक का अनुमोदन किया था। जो दो लोग एक-दूसरे का अनुमोदन करते हैं, उनमें बाद वाला नहीं गिना जाता।',
      closed_ring: 'यह एक-दूसरे का अनुमोदन करने वालों का घेरा पूरा करता है।',
      share_exceeded: 'इस अनुमोदक ने समुदाय के अनुमोदनों में उतने से अधिक दिए जितने नियम एक व्यक्ति के लिए मानता है।',
      same_person: 'इसका अनुमोदक किसी दूसरे खाते से भी इस दावे में शामिल है।',
      not_independent: 'नियम इसे स्वतंत्र नहीं मानता।',
    },
    ownReasons: {
      other_evidence_version: 'यह प्रमाण के पहले संस्करण का है। वर्तमान संस्करण फिर से परखा जा सकता है।',
      not_eligible: 'जब आपने यह दिया तब नियम आपको अनुमोदन की अनुमति नहीं देता था।',
      assurance_too_low: 'नियम आपकी पहचान का अधिक पक्का प्रमाण चाहता है: स्वयं साइन इन करें, या अपनी कुंजी से हस्ताक्षर करें।',
      mutual_pair:
        'शिक्षार्थी ने कुछ ही समय पहले आपका अनुमोदन किया था। जो दो लोग एक-दूसरे का अनुमोदन करते हैं, उनमें बाद वाला नहीं गिना जाता, चाहे वह कितनी ही सावधानी से दिया गया हो।',
      closed_ring: 'यह एक-दूसरे का अनुमोदन करने वालों का घेरा पूरा करता है। इससे यह नहीं कहा जाता कि आपने कितनी सावधानी से परखा।',
      share_exceeded:
        'समुदाय में हाल के बहुत-से अनुमोदन आपने दिए। नियम दूसरों के लिए जगह रखता है; जब और लोग अनुमोदन करेंगे तब आपके फिर गिने जाएँगे।',
      same_person: 'आपकी कोई पहचान किसी दूसरे खाते में भी है, जो इस दावे में शामिल है।',
    },
  },
}
