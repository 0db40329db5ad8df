import js from "@eslint/js";
import globals from "globals";

// Every rule there is, apart from what is taste or says what it says twice.
const house = {
  "arrow-body-style": ["error", "as-needed"],
  "capitalized-comments": "off", // a comment may be a fragment
  complexity: ["error", 10],
  "consistent-return": ["error", { treatUndefinedAsUnspecified: true }],
  curly: ["error", "multi-line"],
  "func-style": "off", // an arrow where it is one line
  "id-length": ["error", { exceptions: ["t", "x", "y", "z"] }],
  "init-declarations": "off",
  "max-classes-per-file": ["error", 1],
  "max-depth": ["error", 3],
  "max-lines": ["error", 300],
  "max-lines-per-function": ["error", 40],
  "max-params": ["error", 4],
  "max-statements": ["error", 20],
  "no-continue": "off",
  "no-inline-comments": "off",
  "no-magic-numbers": "off", // lines and pixels are sums
  "no-ternary": "off",
  "no-undefined": "off",
  "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
  "no-warning-comments": "error",
  "one-var": ["error", "never"],
  "sort-imports": ["error", { allowSeparatedGroups: true, ignoreDeclarationSort: true }],
  "sort-keys": "off", // an order that says something
  "prefer-named-capture-group": "error",
  // Text is put in as text. Where the server's markup is put in, a reason stands beside it.
  "no-restricted-properties": ["error", { property: "insertAdjacentHTML" }, { object: "document", property: "write" }],
  "no-restricted-syntax": [
    "error",
    { selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]", message: "Use textContent." },
    // Data travels in data-attributes.
    { selector: "MemberExpression > MemberExpression.object[property.name=/^(className|innerText|textContent)$/]", message: "Read a data-attribute." },
    { selector: "CallExpression[callee.property.name=/^(exec|test|Number|JSON)$/] > MemberExpression.arguments[property.name=/^(className|innerText|textContent)$/]", message: "Read a data-attribute." },
    { selector: "CallExpression[callee.object.property.name=classList][callee.property.name=contains]", message: "Ask for a data-attribute." },
  ],
};

export default [
  js.configs.all,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: house,
  },
];
