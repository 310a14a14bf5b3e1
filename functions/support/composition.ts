type Environment = Readonly<Record<string, string | undefined>>;

/** How often everything was to be composed anew. */
let round = 0;

/**
 * A composition root: what it makes is made at the first call, from the environment as it is then, and kept for as
 * long as the process lives.
 */
export function composition<Made>(compose: (environment: Environment) => Made): () => Made {
  let kept: { readonly of: number; readonly made: Made } | undefined;
  return () => {
    if (kept?.of !== round) kept = { of: round, made: compose(process.env) };
    return kept.made;
  };
}

/** Forgets every composition: the local host's addresses are known only once it has started. */
export function composeAnew(): void {
  round += 1;
}
