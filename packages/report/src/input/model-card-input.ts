/**
 * The sections of a model card (Mitchell et al., 2019), each a text of one or more lines: a line is a paragraph, lines
 * that begin with `- ` are a list.
 */
export interface ModelCard {
  /** Who made what, when, of which kind. */
  readonly modelDetails: string;
  /** What it is for, and what it is not for. */
  readonly intendedUse: string;
  /** Groups, instruments and circumstances that the results depend on. */
  readonly factors: string;
  /** How it was measured, and how sure the numbers are. */
  readonly metrics: string;
  /** What it was tested on. */
  readonly evaluationData: string;
  /** What it learned from. */
  readonly trainingData: string;
  /** The results, as a whole and by group. */
  readonly quantitativeAnalyzes: string;
  /** Harm that it may do. */
  readonly ethicalConsiderations: string;
  /** What else to know before using it. */
  readonly caveatsAndRecommendations: string;
}

/** Sections of a model card in your own words; they take the place of what is written from the numbers. */
export type ModelCardText = Partial<ModelCard> & ModelCardFacts;

/** Facts for a model card that no number tells. */
export interface ModelCardFacts {
  /** When it was made, such as `2024-05-06`. Default: not stated. */
  readonly date?: string;
  /** Its version, such as `1.2.0`. Default: not stated. */
  readonly version?: string;
  /** Who made it. Default: not stated. */
  readonly author?: string;
  /** Licence of the network itself, such as `MIT`. Default: not stated. */
  readonly modelLicence?: string;
  /** Where to send questions about it. Default: not stated. */
  readonly contact?: string;
  /** How to cite it. Default: not stated. */
  readonly citation?: string;
  /**
   * Licence of the training data, in a sentence. Default: for faces what that of UTKFace asks for if it was trained on
   * it, else that it is not known.
   */
  readonly dataLicence?: string;
  /**
   * Whether the images show people's faces; the card then says what the law and fairness ask for. Default: true where
   * a task or a label is called age, gender, sex, race or ethnicity.
   */
  readonly faces?: boolean;
}
