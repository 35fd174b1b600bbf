import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch, open, type Opened, type OpenOptions } from "./browser.js";

/** The pages of one test file, one at a time. */
export interface Pages {
  /** Opens the page of a test. */
  show: (options?: OpenOptions) => Promise<Page>;
  /** What the test has opened. */
  readonly opened: Opened;
}

/** A browser for a test file; after each test its page is closed, and must have had nothing to complain of. */
export function usePages(): Pages {
  let browser: Browser;
  let opened: Opened;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await opened.close();
    expect(opened.complaints).toEqual([]);
  });
  return {
    show: async (options = {}) => {
      opened = await open(browser, options);
      return opened.page;
    },
    get opened() {
      return opened;
    },
  };
}
