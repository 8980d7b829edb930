import type { OpenBadgesAchievement } from '../../../schemas/open-badges.ts'

/** The achievement of the examples, as it is published and as a badge holds it. */
export const PLAIN_WEAVE = {
  id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1',
  type: ['Achievement'],
  name: 'Plain weave',
  description: 'Weaves a plain cloth on a frame loom.',
  criteria: {
    narrative:
      'The cloth is even and its edges are straight.\n\nThe rule:\n\n- Given when 2 peers endorse the same evidence.\n- Who may endorse: any member of the community; never the learner or those who share the evidence.\n- Each must rate "Craft" at "Sound" or above.\n- A person counts once, whatever accounts they have.\n- Whoever was endorsed by the learner in the 90 days before does not count.\n- An endorsement that closes a ring of up to 3 people who endorse each other does not count.\n- Whoever gave more than 20 % of the community\'s endorsements of the last quarter (twice an even share where fewer than ten people endorse) does not count, once there are 50 of them.\n- 2 times "not yet" asks for new evidence.\n- Ratings of a required criterion more than 1 level apart ask for one more opinion.\n- An endorsement counts for 365 days.\n- A claim stays open for 90 days.\n- When the rule is no longer met later, the badge is suspended after 7 days.',
  },
  version: '1',
  achievementType: 'Badge',
  inLanguage: 'en',
  tag: ['weaving'],
  image: {
    id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1/image',
    type: 'Image',
    caption: 'Badge of Plain weave',
  },
  resultDescription: [
    {
      id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#endorsers',
      type: ['ResultDescription'],
      name: 'Endorsements by peers that count',
      resultType: 'RawScore',
      requiredValue: '2',
    },
    {
      id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft',
      type: ['ResultDescription'],
      name: 'Craft',
      resultType: 'RubricCriterionLevel',
      requiredLevel: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft-level-sound',
      rubricCriterionLevel: [
        {
          id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft-level-rough',
          type: ['RubricCriterionLevel'],
          name: 'Rough',
          level: '1',
        },
        {
          id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft-level-sound',
          type: ['RubricCriterionLevel'],
          name: 'Sound',
          level: '2',
        },
        {
          id: 'https://badges.example.org/achievements/01M8DJSRDWQMT7M3VD23MPD3MQ/1#criterion-craft-level-fine',
          type: ['RubricCriterionLevel'],
          name: 'Fine',
          level: '3',
        },
      ],
    },
  ],
} satisfies OpenBadgesAchievement
