import type { AccountLack, ChannelRules } from './channel-rules.ts';
import type { PostFormat } from './content.ts';
import type { Report } from './validation.ts';

/** Why the account lacks what the network has, who does something about it, and the parameters of both. */
function explainLack({ missingScopes, tier }: AccountLack) {
  const scopes = missingScopes.join(', ');
  const why = [
    ...(scopes === '' ? [] : [`it did not grant ${scopes}`]),
    ...(tier === null ? [] : [`it is connected by "${tier.name}"`]),
  ].join(', and ');
  const fix =
    scopes !== ''
      ? `Whoever manages channels reconnects it and grants ${scopes}.`
      : tier !== null
        ? 'Whoever manages channels connects it another way.'
        : 'Whoever owns the account asks the network for it.';
  return {
    why: `${why === '' ? '' : `: ${why}`}.${tier === null ? '' : ` ${tier.means}`}`,
    fix,
    parameters: { missingScopes: scopes, tier: tier?.name ?? '' },
  };
}

/** The account takes no such format. */
export function reportFormat(format: PostFormat, rules: ChannelRules, at: readonly string[], report: Report): void {
  const possible = rules.formats.map((candidate) => candidate.format).join(', ');
  const path = [...at, 'format'];
  if (rules.lack?.formats.includes(format) === true) {
    const { why, fix, parameters } = explainLack(rules.lack);
    report(
      'FORMAT_NOT_FOR_ACCOUNT',
      path,
      `The network takes a ${format}, but not from this account${why}`,
      `${fix} Else possible are ${possible || 'none'}.`,
      { parameters: { format, possible, ...parameters } },
    );
    return;
  }
  report('FORMAT_NOT_SUPPORTED', path, `This network takes no ${format}.`, `Possible are ${possible || 'none'}.`, {
    parameters: { format, possible },
  });
}

/** The account takes no first comment. */
export function reportFirstComment({ lack }: ChannelRules, at: readonly string[], report: Report): void {
  const path = [...at, 'firstComment'];
  if (lack?.firstComment === true) {
    const { why, fix, parameters } = explainLack(lack);
    report(
      'FIRST_COMMENT_NOT_FOR_ACCOUNT',
      path,
      `The network takes a first comment, but not from this account${why}`,
      `${fix} Else put it into the text, or leave it out.`,
      { parameters },
    );
    return;
  }
  report(
    'FIRST_COMMENT_NOT_SUPPORTED',
    path,
    'This network takes no first comment.',
    'Put it into the text, or leave it out.',
  );
}
