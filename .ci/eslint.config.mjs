import js from "@eslint/js";
import globals from "globals";

const strict = {
  eqeqeq: "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-throw-literal": "error",
  "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  // Text is put in as text. Where the server's markup is put in, a reason stands beside it.
  "no-restricted-properties": ["error", { property: "insertAdjacentHTML" }, { object: "document", property: "write" }],
  "no-restricted-syntax": [
    "error",
    { selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]", message: "Use textContent." },
  ],
};

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: strict,
  },
  { files: ["**/board/*.js"], languageOptions: { sourceType: "module" } },
];
