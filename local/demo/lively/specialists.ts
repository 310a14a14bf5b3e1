/**
 * The teachers of the story who apply to become Specialists, in the order of their applications: the first one is given
 * the id after the last of the register, sp-0013.
 */
export interface Applicant {
  readonly id: string;
  readonly urn: string;
  readonly hub: string;
  /** When the training is to begin. */
  readonly september: number;
  /** What the admin decides about the application; undefined where that is still open. */
  readonly selection: 'accept' | 'decline' | undefined;
  /** The assessor's word at the end of the second year; undefined where there is none yet, or none in time. */
  readonly accreditation: 'accredit' | 'extend' | 'decline' | undefined;
}

export const APPLICANTS: readonly Applicant[] = [
  applicant('sp-0013', 'origin', '900008', 2023, 'accept', 'accredit'),
  applicant('sp-0014', 'great-north', '900034', 2023, 'accept', 'accredit'),
  applicant('sp-0015', 'turing-nw', '900024', 2023, 'accept', 'extend'),
  applicant('sp-0016', 'cambridge', '900046', 2023, 'accept', 'decline'),
  applicant('sp-0017', 'origin', '900016', 2023, 'accept'),
  applicant('sp-0018', 'cambridge', '900041', 2023, 'accept'),
  applicant('sp-0019', 'cambridge', '900040', 2024, 'accept'),
  applicant('sp-0020', 'origin', '900010', 2024, 'accept'),
  applicant('sp-0021', 'turing-nw', '900026', 2024, 'accept'),
  applicant('sp-0022', 'solent', '900048', 2024, 'decline'),
  applicant('sp-0023', 'origin', '900015', 2025, 'accept'),
  applicant('sp-0024', 'solent', '900049', 2025, 'accept'),
  applicant('sp-0025', 'turing-nw', '900027', 2025, 'accept'),
  applicant('sp-0026', 'jurassic', '900058', 2025, 'accept'),
  applicant('sp-0027', 'origin', '900016', 2026),
  applicant('sp-0028', 'turing-nw', '900030', 2026),
  applicant('sp-0029', 'great-north', '900036', 2026, 'accept'),
];

/** Who does not lead although it was offered; everybody else does. */
export const NOT_LEADING: readonly { readonly id: string; readonly september: number }[] = [
  { id: 'sp-0008', september: 2025 },
];

function applicant(
  id: string,
  hub: string,
  urn: string,
  september: number,
  selection?: Applicant['selection'],
  accreditation?: Applicant['accreditation'],
): Applicant {
  return { id, hub, urn, september, selection, accreditation };
}
