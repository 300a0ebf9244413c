import type { Picture, TargetKind } from './types.ts';

/** A photograph of people at a presentation, which the vendor's own documentation uses. */
const PUBLIC_PICTURE: Picture = {
  url: 'https://learn.microsoft.com/azure/ai-services/computer-vision/media/quickstarts/presentation.png',
  shows: [
    ...['person', 'people', 'man', 'woman', 'men', 'women', 'group', 'team', 'colleagues', 'audience'],
    ...['presentation', 'presenter', 'presenting', 'presents', 'speaker', 'meeting', 'conference', 'screen'],
  ],
};
/** "Fetched" by the reference server without a network. */
const REFERENCE_PICTURE: Picture = { url: 'https://images.reference.invalid/red.png', shows: ['red'] };

/** The picture of a target: its own, that of the matrix (which the reference cannot reach), or the default. */
export function pictureOf(
  { kind, picture }: { readonly kind: TargetKind; readonly picture?: Picture },
  ofMatrix: Picture | undefined,
): Picture {
  const chosen = picture ?? (kind === 'reference' ? undefined : ofMatrix);
  if (chosen === undefined) return kind === 'reference' ? REFERENCE_PICTURE : PUBLIC_PICTURE;
  return { url: chosen.url, shows: chosen.shows.map((word) => word.toLowerCase()) };
}
