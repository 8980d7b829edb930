import { describe, expect, it } from 'vitest'
import { compareEvidence } from '../../../../functions/domain/endorsement/compare-evidence.ts'

const link = (id: string, more = {}) => ({ id: `https://work.example/${id}`, ...more })

describe('compareEvidence', () => {
  it('finds nothing between two versions that say the same', () => {
    const offered = { narrative: 'Mine.', evidence: [link('1', { name: 'Cloth' }), { narrative: 'By hand.' }] }
    expect(compareEvidence(offered, offered)).toEqual({ added: [], removed: [], changed: [], unchanged: 2 })
  })

  it('tells what was added and removed, wherever it stands', () => {
    const difference = compareEvidence({ evidence: [link('1'), link('2')] }, { evidence: [link('3'), link('2')] })
    expect(difference).toMatchObject({ added: [link('3')], removed: [link('1')], changed: [], unchanged: 1 })
  })

  it('takes an entry for the same by its link before its name, and says which members changed', () => {
    const before = [link('1', { name: 'Cloth' }), link('2', { name: 'Hem' })]
    const after = [link('2', { name: 'Cloth', narrative: 'New hem.' }), { name: 'Hem', narrative: 'Gone.' }]
    const { changed, added, removed } = compareEvidence({ evidence: before }, { evidence: after })
    expect(changed).toEqual([
      {
        before: before[1],
        after: after[0],
        fields: ['name', 'narrative'],
        narrative: [{ kind: 'added', text: 'New hem.' }],
      },
    ])
    expect([added, removed]).toEqual([[after[1]], [before[0]]])
  })

  it('follows an entry that moved to another address by its name', () => {
    const difference = compareEvidence(
      { evidence: [link('1', { name: 'Cloth' })] },
      { evidence: [link('9', { name: 'Cloth' })] },
    )
    expect(difference.changed).toMatchObject([{ fields: ['id'] }])
  })

  it('compares texts without link or name in their order', () => {
    const difference = compareEvidence(
      { evidence: [{ narrative: 'One two' }] },
      { evidence: [{ narrative: 'One three' }] },
    )
    expect(difference.changed).toMatchObject([
      {
        narrative: [
          { kind: 'same', text: 'One ' },
          { kind: 'removed', text: 'two' },
          { kind: 'added', text: 'three' },
        ],
      },
    ])
  })

  it('compares a narrative that came or went with nothing', () => {
    expect(compareEvidence({}, { narrative: 'New.' }).narrative).toEqual([{ kind: 'added', text: 'New.' }])
    expect(compareEvidence({ narrative: 'Old.' }, {}).narrative).toEqual([{ kind: 'removed', text: 'Old.' }])
  })
})
