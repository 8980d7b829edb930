/** What is going to happen, earliest first; what was put in first of two at the same time comes first. */
export interface Agenda<Happening> {
  readonly put: (at: number, happening: Happening) => void
  readonly next: () => { readonly at: number; readonly happening: Happening } | undefined
}

export function agendaOf<Happening>(): Agenda<Happening> {
  const heap: { at: number; order: number; happening: Happening }[] = []
  let order = 0
  const isBefore = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one === undefined || other === undefined) return false
    return one.at === other.at ? one.order < other.order : one.at < other.at
  }
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one === undefined || other === undefined) throw new TypeError('there is nothing at a place of the heap')
    heap[a] = other
    heap[b] = one
  }
  return {
    put(at, happening) {
      heap.push({ at, order, happening })
      order += 1
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (!isBefore(child, parent)) break
        swap(child, parent)
        child = parent
      }
    },
    next() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length === 0) return first
      heap[0] = last
      for (let parent = 0; ; ) {
        const [left, right] = [2 * parent + 1, 2 * parent + 2]
        const child = isBefore(right, left) ? right : left
        if (!isBefore(child, parent)) break
        swap(child, parent)
        parent = child
      }
      return first
    },
  }
}
