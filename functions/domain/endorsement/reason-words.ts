import type { UncountedReason } from '../../../schemas/decision.ts'
import type { RuleLanguage } from './rule-language.ts'

/** Why an endorsement does not count, in words that say nothing of anybody else. */
export const REASON_WORDS: Readonly<Record<RuleLanguage, Readonly<Record<UncountedReason, string>>>> = {
  en: {
    own_claim: 'own claim',
    collaborator: 'shares the evidence',
    withdrawn: 'withdrawn',
    other_evidence_version: 'other evidence version',
    verdict_not_endorse: 'did not endorse',
    not_eligible: 'not eligible under the rule',
    assurance_too_low: 'too little proof of who gave it',
    too_old: 'too old',
    criterion_not_rated: 'a required criterion was not rated',
    below_required_level: 'below the level needed',
    mutual_pair: 'the learner had endorsed them shortly before',
    closed_ring: 'closes a ring of people who endorse each other',
    share_exceeded: 'gave too large a share of the community’s endorsements',
    same_person: 'a second account of one person',
  },
  hi: {
    own_claim: 'अपना ही दावा',
    collaborator: 'काम में साझेदार',
    withdrawn: 'वापस लिया गया',
    other_evidence_version: 'काम के दूसरे संस्करण पर',
    verdict_not_endorse: 'समर्थन नहीं किया',
    not_eligible: 'नियम समर्थन की अनुमति नहीं देता',
    assurance_too_low: 'किसने दिया, इसका पक्का प्रमाण नहीं',
    too_old: 'बहुत पुराना',
    criterion_not_rated: 'एक ज़रूरी कसौटी आँकी नहीं गई',
    below_required_level: 'ज़रूरी स्तर से नीचे',
    mutual_pair: 'कुछ ही समय पहले सीखने वाले ने उनका समर्थन किया था',
    closed_ring: 'एक-दूसरे का समर्थन करने वालों का घेरा बनता है',
    share_exceeded: 'समुदाय के समर्थनों का बहुत बड़ा हिस्सा दे चुके हैं',
    same_person: 'एक ही व्यक्ति का दूसरा खाता',
  },
}
