const beforeRedrive =
  'Recorded in 2023, before AWS added Execution.RedriveCount to the context object; recordings since 2024 have it.';

/** Vectors that cannot pass, by name, each with its reason. They are run and reported, and count as neither. */
export const known: Readonly<Record<string, string>> = {
  'scenarios-lambda-invoke-with-retry-extended-input': beforeRedrive,
  'scenarios-lambda-service-invoke-with-retry-extended-input': beforeRedrive,
};
