import type { Role } from '../../../schemas/member.ts'
import type { Eligibility } from '../../../schemas/policy.ts'
import type { PolicyWords } from './policy-words.ts'

const ROLES: Readonly<Record<Role, string>> = { owner: 'स्वामी', facilitator: 'संचालक', member: 'सदस्य' }

function way(eligibility: Eligibility, named: string | undefined): string {
  switch (eligibility.kind) {
    case 'any-member':
      return 'समुदाय का कोई भी सदस्य'
    case 'role':
      return `वे, जिनकी भूमिका है: ${eligibility.roles.map((role) => ROLES[role]).join(' या ')}`
    case 'holds':
      return `वे सदस्य, जिनके पास ${named === undefined ? 'एक तय उपलब्धि' : `उपलब्धि “${named}”`} है`
    case 'member-for':
      return `वे, जो कम से कम ${eligibility.days} दिन से सदस्य हैं`
    case 'same-challenge':
      return 'वे सदस्य, जिन्होंने इसी चुनौती पर काम किया है'
    case 'challenge-badge':
      return 'वे सदस्य, जिनके पास इसी चुनौती का बैज है'
    case 'licence':
      return 'वे सदस्य, जिनके पास इसी चुनौती का मूल्यांकनकर्ता लाइसेंस है'
  }
}

/** A sentence for each clause of a rule, in Hindi. */
export const policyHi: PolicyWords = {
  heading: 'नियम:',
  given: (endorsers) =>
    endorsers === 1
      ? 'यह तब मिलता है, जब 1 साथी काम का समर्थन करे।'
      : `यह तब मिलता है, जब ${endorsers} साथी एक ही काम का समर्थन करें।`,
  attainment: {
    calibration: 'यह उसे मिलता है, जो अंशांकन में खरा उतरे: जाने हुए स्तर के नमूनों को काफ़ी सही आँके, जैसा इस सेवा ने दर्ज किया।',
    'careful-reviewing': 'यह सावधानी से समीक्षा करने पर मिलता है, जैसा इस सेवा ने दर्ज किया।',
  },
  who: (ways) => `समर्थन कौन कर सकता है: ${ways.join(', या ')}; सीखने वाला और जिनका काम साझा है, वे कभी नहीं।`,
  way,
  levels: (levels) => `हर एक को यह आँकना होगा: ${levels.join(' और ')}।`,
  level: (criterion, level) => `“${criterion}” कम से कम “${level}” स्तर पर`,
  assurance: {
    asserted: undefined,
    'signed-in': 'समर्थन करने वालों ने ख़ुद साइन-इन किया हो।',
    'own-key': 'समर्थन करने वाले अपनी कुंजी से हस्ताक्षर करें।',
  },
  samePerson: 'हर व्यक्ति एक ही बार गिना जाता है, चाहे उसके कितने भी खाते हों।',
  reciprocity: (days) =>
    `पिछले ${days} ${days === 1 ? 'दिन' : 'दिनों'} में सीखने वाले ने जिसका समर्थन किया हो, वह नहीं गिना जाता।`,
  ring: (people) => `जिस समर्थन से एक-दूसरे का समर्थन करने वाले ${people} तक लोगों का घेरा बनता हो, वह नहीं गिना जाता।`,
  share: (percent, from) =>
    `वह नहीं गिना जाता, जिसने पिछली तिमाही में समुदाय के ${percent} % से अधिक समर्थन दिए हों (दस से कम समर्थक हों, तो बराबर हिस्से के दुगुने से अधिक)${from === undefined ? '' : `, जब कुल ${from} समर्थन हो ${from === 1 ? 'चुका हो' : 'चुके हों'}`}।`,
  circles: (circles) => `गिने जाने वाले कम से कम ${circles} मंडलियों से हों, और हर एक किसी एक मंडली की ओर से गिना जाए।`,
  drawn: (endorsers) => `गिने जाने वालों में कम से कम ${endorsers} को समीक्षा की कतार ने चुना हो, सीखने वाले ने नहीं।`,
  effective: (endorsers) => `सीखने वाले को साल भर में मिले समर्थन मानो ${endorsers} या अधिक साथियों में बँटे हों।`,
  anchored: (endorsers) => `गिने जाने वालों में कम से कम ${endorsers} तक समुदाय के संस्थापक मंडल का भरोसा पहुँचता हो।`,
  notYet: (notYet) => `${notYet} बार “अभी नहीं” कहे जाने पर नया काम दिखाना होता है।`,
  spread: (levels) => `किसी ज़रूरी कसौटी पर दिए गए स्तर ${levels} से अधिक स्तर दूर हों, तो एक और राय ली जाती है।`,
  revisions: (revisions) =>
    revisions === 0
      ? 'दावा खुलने के बाद दिखाया गया काम बदला नहीं जा सकता।'
      : `दिखाया गया काम ${revisions} बार बदला जा सकता है।`,
  blindness: {
    open: undefined,
    sealed: 'साथी दूसरों की राय देखने से पहले अपनी राय देते हैं।',
    anonymous: 'साथी बिना नाम बताए राय देते हैं।',
  },
  objection: (hours) => `बैज दिए जाने से पहले ${hours} घंटे तक सदस्य आपत्ति कर सकते हैं।`,
  endorsementDays: (days) => `कोई समर्थन ${days} दिन तक गिना जाता है।`,
  claimDays: (days) => `कोई दावा ${days} दिन तक खुला रहता है।`,
  living: (living, graceDays) => {
    if (living === 'keep') return 'बैज दिए जाने के बाद कुछ वापस लिया जाए, तो भी बैज बना रहता है।'
    const outcome = living === 'suspend' ? 'रोक दिया जाता है' : 'रद्द कर दिया जाता है'
    return `बाद में नियम पूरा न रहे, तो बैज ${graceDays === 0 ? '' : `${graceDays} दिन बाद `}${outcome}।`
  },
}
