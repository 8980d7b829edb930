import { DOMParser, type Element, Node, ParseError } from '@xmldom/xmldom'
import type { ParseXml, XmlElement } from '../../domain/baking/svg-document.ts'
import { err, ok } from '../../domain/shared/result.ts'

const MAX_REASON = 200

/** The library suspects a lost encoding behind U+FFFD, which is a character like others. */
const REPLACEMENT_CHARACTER = 'Unicode replacement character detected'

/** Line ends as XML 1.0 has them; the library's own default is that of XML 1.1, which changes more characters. */
const normalizeLineEndings = (text: string): string => text.replace(/\r\n?/g, '\n')

/**
 * XML by the library xmldom, which neither fetches nor expands entities of a document's own. Whatever it would merely warn
 * of makes the document count as not well-formed.
 */
export const parseXml: ParseXml = (text) => {
  let reason = 'it is not well-formed'
  const onError = (_level: string, message: string) => {
    if (message.startsWith(REPLACEMENT_CHARACTER)) return
    reason = message.slice(0, MAX_REASON)
    throw new ParseError(message)
  }
  try {
    const parser = new DOMParser({ onError, locator: false, normalizeLineEndings })
    const { documentElement } = parser.parseFromString(text.replace(/^\ufeff/, ''), 'text/xml')
    return documentElement ? ok(toElements(documentElement)) : err('there is no root element')
  } catch (error) {
    if (error instanceof ParseError) return err(reason)
    throw error
  }
}

/** All elements in document order, without recursion. */
function toElements(root: Element): XmlElement[] {
  const elements: XmlElement[] = []
  const waiting: { readonly element: Element; readonly parent?: number }[] = [{ element: root }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { element, parent } = next
    const index = elements.length
    const children = childrenOf(element)
    elements.push({
      namespace: element.namespaceURI ?? '',
      localName: element.localName ?? element.tagName,
      attributes: Array.from(element.attributes, ({ namespaceURI, localName, name, value }) => ({
        namespace: namespaceURI ?? '',
        localName: localName ?? name,
        value,
      })),
      parent,
      text: children.map((child) => (isText(child) ? (child.nodeValue ?? '') : '')).join(''),
    })
    for (const child of children.toReversed()) if (isElement(child)) waiting.push({ element: child, parent: index })
  }
  return elements
}

/** Along the siblings: the library's lists of children are slow to walk. */
function childrenOf(element: Element): Node[] {
  const children: Node[] = []
  for (let child = element.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE

const isText = ({ nodeType }: Node): boolean => nodeType === Node.TEXT_NODE || nodeType === Node.CDATA_SECTION_NODE
