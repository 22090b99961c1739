import { el, icon } from './element.js'

const picture = ({ imgUrl }) =>
  imgUrl ? el('img', { src: imgUrl, alt: '' }) : el('span', { className: 'no-picture' }, icon('link'))

/** A page as a friend's chat shows it. */
export function friendCard(card) {
  return [
    el('b', {}, card.title),
    el('span', { className: 'about' }, el('small', {}, card.desc || card.link), picture(card)),
  ]
}

/** A page as 朋友圈 shows it: without a word on what it is about. */
export function timelineCard(card) {
  return [picture(card), el('b', {}, card.title)]
}
