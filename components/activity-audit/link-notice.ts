import { listText, msg, sentencesText, str } from '../internal/localise.js';
import { LinkLoss, type DroppedFromLink, type ViewPart } from '../../src/link/view-link.js';

const partNames = (): Readonly<Record<ViewPart, string>> => ({
  filterText: msg('the filter'),
  window: msg('the time window'),
  live: msg('whether it follows new activity'),
  types: msg('the data sources'),
  scope: msg('the scope'),
  grouping: msg('the grouping'),
  selectedId: msg('the opened activity'),
  traceId: msg('the trace'),
  timeZone: msg('the time zone'),
  fold: msg('how repeats are folded'),
  columns: msg('the columns'),
  setAside: msg('what was put aside'),
});

/** What a link said and could not be understood, in sentences. */
export function linkNotice(dropped: readonly DroppedFromLink[]): string {
  const named = dropped.flatMap(({ loss, part }) =>
    loss === LinkLoss.unreadablePart && part ? [partNames()[part]] : [],
  );
  const names = listText(named);
  const longest = dropped.find(({ loss, part }) => loss === LinkLoss.tooLong && part)?.part;
  const tooLong = longest && partNames()[longest];
  const has = (loss: LinkLoss) => dropped.some((one) => one.loss === loss);
  const sentences = [
    has(LinkLoss.notALink) && msg('The address holds no view that can be read; you see the view as it starts.'),
    has(LinkLoss.laterVersion) &&
      msg('The link was made by a later version of this view and cannot be read; you see the view as it starts.'),
    has(LinkLoss.damaged) &&
      msg('The link is cut or changed: check filter, window and scope before you trust what you see.'),
    has(LinkLoss.unknownPart) && msg('A part of the link is of a later version and was left out.'),
    !longest && has(LinkLoss.tooLong) && msg('The address holds more than a link may; you see the view as it starts.'),
    tooLong !== undefined &&
      msg(
        str`Too long for a link: ${tooLong}. No link to this view can be copied, and the address of the page stays at the last one that could be made.`,
      ),
    named.length > 0 && msg(str`Left out, because it could not be understood: ${names}.`),
  ];
  return sentencesText(sentences.filter((sentence) => sentence !== false));
}
