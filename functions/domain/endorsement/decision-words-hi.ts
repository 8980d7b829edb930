import type { DecisionWords } from './decision-words.ts'
import { reasonsHi } from './reason-words-hi.ts'

/** Verbs and nouns bend with the number; the number itself stands in front. */
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What a decision says, in Hindi. */
export const decisionHi: DecisionWords = {
  counted: (count, required) =>
    `${counted(count, 'समर्थन गिना गया', 'समर्थन गिने गए')}, ${required} ज़रूरी ${required === 1 ? 'है' : 'हैं'}।`,
  met: 'नियम पूरा हुआ।',
  missing: (missing, nameOf) => {
    switch (missing.clause) {
      case 'minEndorsers':
        return `${counted(missing.endorsers, 'और साथी', 'और साथियों')} को मौजूदा काम का समर्थन करना होगा।`
      case 'eligibility':
        return `${counted(missing.endorsers, 'समर्थन ऐसे साथी का है, जिसे', 'समर्थन ऐसे साथियों के हैं, जिन्हें')} यह नियम समर्थन की अनुमति नहीं देता।`
      case 'minAssurance':
        return `${counted(missing.endorsers, 'समर्थन के लिए इसका और पक्का प्रमाण चाहिए कि उसे', 'समर्थनों के लिए इसका और पक्का प्रमाण चाहिए कि उन्हें')} किसने दिया।`
      case 'endorsementDays':
        return `${counted(missing.endorsers, 'समर्थन इतना पुराना है कि यह नियम उसे', 'समर्थन इतने पुराने हैं कि यह नियम उन्हें')} नहीं गिनता।`
      case 'requiredLevel':
        return `${counted(missing.endorsers, 'साथी', 'साथियों')} ने “${nameOf(missing.criterion)}” को ज़रूरी स्तर नहीं दिया।`
      case 'disagreement':
        return [
          `${counted(missing.notYet, 'साथी', 'साथियों')} ने कहा “अभी नहीं”`,
          missing.criteria.length === 0 ? '' : ` (${missing.criteria.map(nameOf).join(', ')})`,
          missing.revisionsLeft === 0
            ? ': यह नियम इस दावे पर और नया काम नहीं लेता, इसलिए इसे वापस लेकर दूसरा दावा खोलें।'
            : ': नया काम दिखाना होगा।',
        ].join('')
      case 'independence':
        return `${counted(missing.endorsers, 'समर्थन स्वतंत्र नहीं माना गया', 'समर्थन स्वतंत्र नहीं माने गए')}${missing.reason === 'not_independent' ? '' : `: ${reasonsHi[missing.reason].brief}`}।`
      case 'minCircles':
        return `गिने जाने वाले समर्थन ${counted(missing.circles, 'और मंडली', 'और मंडलियों')} से आने चाहिए।`
      case 'minDrawn':
        return `समीक्षा की कतार से चुने गए ${counted(missing.endorsers, 'और साथी', 'और साथियों')} का समर्थन चाहिए।`
      case 'minEffectiveEndorsers':
        return `सीखने वाले को मिले समर्थन बहुत हद तक उन्हीं साथियों के हैं: वे मानो ${counted(missing.effective, 'साथी', 'साथियों')} में बँटे हैं, ${missing.required} में बँटे होने चाहिए।`
      case 'anchored':
        return `ऐसे ${counted(missing.endorsers, 'और साथी का समर्थन चाहिए, जिस', 'और साथियों का समर्थन चाहिए, जिन')} तक संस्थापक मंडल का भरोसा पहुँचता है।`
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
