import type { Missing } from '../../../schemas/decision.ts'
import type { DecisionWords } from './decision-words.ts'

const INDEPENDENCE: Readonly<Record<Extract<Missing, { clause: 'independence' }>['reason'], string>> = {
  mutual_pair: 'कुछ ही समय पहले सीखने वाले ने उनका समर्थन किया था',
  closed_ring: 'उनसे एक-दूसरे का समर्थन करने वालों का घेरा बनता है',
  share_exceeded: 'यहाँ के कुल समर्थनों का बहुत बड़ा हिस्सा उन्हीं लोगों ने दिया है',
  same_person: 'वे एक ही व्यक्ति के दूसरे खाते से आए हैं',
}

/** What a decision says, in Hindi. */
export const decisionHi: DecisionWords = {
  counted: (counted, required) => `${required} में से ${counted} समर्थन गिने गए।`,
  met: 'नियम पूरा हुआ।',
  missing: (missing, nameOf) => {
    switch (missing.clause) {
      case 'minEndorsers':
        return `${missing.endorsers} और साथियों को मौजूदा काम का समर्थन करना होगा।`
      case 'eligibility':
        return `${missing.endorsers} समर्थन ऐसे साथियों के हैं, जिन्हें यह नियम समर्थन की अनुमति नहीं देता।`
      case 'minAssurance':
        return `${missing.endorsers} समर्थनों के लिए इसका और पक्का प्रमाण चाहिए कि उन्हें किसने दिया।`
      case 'endorsementDays':
        return `${missing.endorsers} समर्थन इतने पुराने हैं कि यह नियम उन्हें नहीं गिनता।`
      case 'requiredLevel':
        return `${missing.endorsers} साथियों ने “${nameOf(missing.criterion)}” को ज़रूरी स्तर नहीं दिया।`
      case 'disagreement':
        return missing.criteria.length === 0
          ? `${missing.notYet} साथियों ने कहा “अभी नहीं”: नया काम दिखाना होगा।`
          : `${missing.notYet} साथियों ने कहा “अभी नहीं” (${missing.criteria.map(nameOf).join(', ')}): नया काम दिखाना होगा।`
      case 'independence':
        return `${missing.endorsers} समर्थन स्वतंत्र नहीं माने गए: ${INDEPENDENCE[missing.reason]}।`
      case 'minCircles':
        return `गिने जाने वाले समर्थन ${missing.circles} और मंडलियों से आने चाहिए।`
      case 'minDrawn':
        return `समीक्षा की कतार से चुने गए ${missing.endorsers} और साथियों का समर्थन चाहिए।`
      case 'minEffectiveEndorsers':
        return `सीखने वाले को मिले समर्थन बहुत हद तक उन्हीं साथियों के हैं: वे मानो ${missing.effective} साथियों में बँटे हैं, ${missing.required} में बँटे होने चाहिए।`
      case 'anchored':
        return `ऐसे ${missing.endorsers} और साथियों का समर्थन चाहिए, जिन तक संस्थापक मंडल का भरोसा पहुँचता है।`
      case 'furtherOpinion':
        return `${missing.criteria.map(nameOf).join(', ')} पर दिए गए स्तर एक-दूसरे से बहुत दूर हैं: एक और राय चाहिए।`
      case 'objection':
        return 'एक आपत्ति पर निर्णय होना बाकी है।'
      case 'attainment':
        return missing.attainment === 'calibration'
          ? 'अंशांकन में खरा उतरना होगा।'
          : 'यह सावधानी से समीक्षा करने पर मिलता है, जिसे यह सेवा दर्ज करती है।'
    }
  },
}
