/**
 * What a model card says of networks that judge faces: what they are not for, what the law says (EU AI Act, Regulation
 * (EU) 2024/1689, Article 5(1)(g)), and the licence of UTKFace.
 *
 * @example
 * ```ts
 * import { faceNotice } from '@polyhead/report';
 * faceNotice.dataLicence; // 'UTKFace is for non-commercial research only; ...'
 * ```
 */
export const faceNotice: {
  /** What such a network is for, and what not. */
  readonly intendedUse: string;
  /** Licence of UTKFace, and what follows for the network. */
  readonly dataLicence: string;
  /** Harm and law. */
  readonly ethicalConsiderations: string;
} = {
  intendedUse:
    'Research and teaching: to study networks with several outputs, and how well or badly such guesses work for different people.\n' +
    'Not for decisions about people; not for identifying, sorting, admitting, pricing, policing or hiring anyone.',
  dataLicence:
    'UTKFace is for non-commercial research only; the rights in its images stay with those who own them. A network trained on it should be treated the same way.',
  ethicalConsiderations:
    'In the European Union, Article 5(1)(g) of the AI Act (Regulation (EU) 2024/1689) prohibits biometric categorisation systems that deduce race from biometric data such as a face. Placing such a network on the market, putting it into service or using it on people is against the law there, however accurate it is.\n' +
    'Race and gender are no measurable properties of a face: the labels are guesses by annotators and algorithms, in five and two boxes. People are put into a wrong box, and some have no box at all.\n' +
    'The people in the images were not asked.',
};
