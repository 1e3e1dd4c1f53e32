(** * Polynomials with rational coefficients, and their values at real points

    A polynomial is kept in the Horner form of the standard library's micromega, whose ring arithmetic is proved
    there: [Pc c] is a constant, [PX P i Q] is P x^i + Q with x the first variable and Q in the others, [Pinj j Q]
    is Q in the variables behind the first j. Added here: coefficients in lowest terms, the list of the terms,
    substitution. *)

From Coq Require Export ZArith NArith Nnat QArith Qreals Reals Lra Lia List Bool Ring_theory.
From Coq Require Export micromega.Env micromega.EnvRing micromega.RMicromega.
Import ListNotations.
Local Open Scope R_scope.

(** ** Coefficients: the operations of Q, in lowest terms so that numbers stay short *)

Definition qadd (a b : Q) : Q :=
  match Qden a, Qden b with xH, xH => Qmake (Qnum a + Qnum b) 1 | _, _ => Qred (a + b) end.
Definition qmul (a b : Q) : Q :=
  match Qden a, Qden b with xH, xH => Qmake (Qnum a * Qnum b) 1 | _, _ => Qred (a * b) end.
Definition qsub (a b : Q) : Q := qadd a (Qopp b).

Global Arguments Qred : simpl never.
Global Arguments qadd : simpl never.
Global Arguments qmul : simpl never.

Lemma qadd_ok a b : Q2R (qadd a b) = Q2R a + Q2R b.
Proof.
  rewrite <- Q2R_plus. apply Qeq_eqR. destruct a as [n [d|d|]], b as [m [e|e|]]; try apply Qred_correct.
  unfold qadd, Qplus, Qeq; simpl. ring.
Qed.

Lemma qmul_ok a b : Q2R (qmul a b) = Q2R a * Q2R b.
Proof.
  rewrite <- Q2R_mult. apply Qeq_eqR. destruct a as [n [d|d|]], b as [m [e|e|]]; try apply Qred_correct.
  reflexivity.
Qed.

Lemma qsub_ok a b : Q2R (qsub a b) = Q2R a - Q2R b.
Proof. unfold qsub. rewrite qadd_ok, Q2R_opp. reflexivity. Qed.

Lemma Q2R_integer z : Q2R (Qmake z 1) = IZR z.
Proof. unfold Q2R; simpl. field. Qed.

Lemma Q2R_positive c : Qle_bool c 0 = false -> 0 < Q2R c.
Proof.
  intros H. destruct (Rle_or_lt (Q2R c) 0) as [L|L]; auto.
  replace 0 with (Q2R 0) in L by apply Q2R_0. apply Rle_Qle, Qle_bool_iff in L. congruence.
Qed.

Lemma morphism : ring_morph 0 1 Rplus Rmult Rminus Ropp eq 0%Q 1%Q qadd qmul qsub Qopp Qeq_bool Q2R.
Proof.
  constructor; [apply Q2R_0 | apply Q2R_1 | exact qadd_ok | exact qsub_ok | exact qmul_ok | exact Q2R_opp |].
  intros x y. apply Qeq_true.
Qed.

(** ** The ring *)

Definition poly := Pol Q.
Definition point := positive -> R.

Definition value (at_ : point) (p : poly) : R := Pphi Rplus Rmult Q2R at_ p.

Definition padd : poly -> poly -> poly := Padd 0%Q qadd Qeq_bool.
Definition psub : poly -> poly -> poly := Psub 0%Q qadd qsub Qopp Qeq_bool.
Definition pmul : poly -> poly -> poly := Pmul 0%Q 1%Q qadd qmul Qeq_bool.
Definition popp : poly -> poly := Popp Qopp.
Definition peq : poly -> poly -> bool := Peq Qeq_bool.
Definition constant (c : Q) : poly := Pc c.
Definition variable (x : positive) : poly := mk_X 0%Q 1%Q x.
Definition scale (c : Q) (p : poly) : poly := PmulC 0%Q 1%Q qmul Qeq_bool p c.

Definition ppow (p : poly) (n : positive) : poly := Pos.iter (pmul p) (constant 1) n.

Definition product : list poly -> poly := fold_right pmul (constant 1).

Global Arguments value : simpl never.
Global Arguments constant : simpl never.
Global Arguments pmul : simpl never.
Global Arguments ppow : simpl never.

Lemma value_constant at_ c : value at_ (constant c) = Q2R c.
Proof. reflexivity. Qed.

Lemma value_add at_ p q : value at_ (padd p q) = value at_ p + value at_ q.
Proof. apply (Padd_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism). Qed.

Lemma value_sub at_ p q : value at_ (psub p q) = value at_ p - value at_ q.
Proof. apply (Psub_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism). Qed.

Lemma value_mul at_ p q : value at_ (pmul p q) = value at_ p * value at_ q.
Proof. apply (Pmul_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism). Qed.

Lemma value_opp at_ p : value at_ (popp p) = - value at_ p.
Proof. apply (Popp_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism). Qed.

Lemma value_scale at_ c p : value at_ (scale c p) = Q2R c * value at_ p.
Proof.
  unfold scale, value. rewrite (PmulC_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism). apply Rmult_comm.
Qed.

Lemma value_variable at_ x : value at_ (variable x) = at_ x.
Proof. symmetry. apply (mkX_ok Rset Rext (Rth_ARth Rset Rext RTheory) morphism x at_). Qed.

Lemma peq_ok p q : peq p q = true -> forall at_, value at_ p = value at_ q.
Proof. intros H at_. apply (Peq_ok Rset Rext morphism p q H). Qed.

Lemma pow_pos_pow x n : pow_pos Rmult x n = x ^ Pos.to_nat n.
Proof. symmetry. apply (rpow_pow_N R_power_theory x (Npos n)). Qed.

Lemma value_pow at_ p n : value at_ (ppow p n) = value at_ p ^ Pos.to_nat n.
Proof.
  unfold ppow. induction n as [|n IH] using Pos.peano_ind.
  - change (Pos.iter (pmul p) (constant 1) 1) with (pmul p (constant 1)).
    rewrite value_mul, value_constant, Q2R_1. simpl. ring.
  - rewrite Pos.iter_succ, value_mul, IH, Pos2Nat.inj_succ. reflexivity.
Qed.

Lemma value_product at_ l : value at_ (product l) = fold_right Rmult 1 (map (value at_) l).
Proof.
  induction l as [|p l IH]; simpl; [rewrite value_constant; apply Q2R_1 | rewrite value_mul, IH; reflexivity].
Qed.

Lemma value_PX at_ q i r :
  value at_ (PX q i r) = value at_ q * at_ 1%positive ^ Pos.to_nat i + value (tail at_) r.
Proof. unfold value; simpl. rewrite pow_pos_pow. reflexivity. Qed.

Lemma value_ext at_ at' p : (forall x, at_ x = at' x) -> value at_ p = value at' p.
Proof.
  revert at_ at'. induction p as [c | j q IH | q IHq i r IHr]; intros at_ at' H.
  - reflexivity.
  - apply (IH (jump j at_) (jump j at')). intros x. apply H.
  - rewrite !value_PX, (IHq _ _ H), H, (IHr (tail at_) (tail at')); [reflexivity|]. intros x. apply H.
Qed.

(** ** Substitution: a polynomial for each variable *)

Fixpoint put (s : positive -> poly) (p : poly) : poly :=
  match p with
  | Pc c => Pc c
  | Pinj j q => put (jump j s) q
  | PX q i r => padd (pmul (put s q) (ppow (s 1%positive) i)) (put (tail s) r)
  end.

Lemma put_ok at_ p : forall s, value at_ (put s p) = value (fun x => value at_ (s x)) p.
Proof.
  induction p as [c | j q IH | q IHq i r IHr]; intros s; simpl.
  - reflexivity.
  - rewrite IH. reflexivity.
  - rewrite value_add, value_mul, value_pow, IHq, IHr, value_PX. reflexivity.
Qed.

(** ** Terms *)

Definition monomial := list (positive * positive).  (* variable, exponent *)

Fixpoint monomial_value (at_ : point) (m : monomial) : R :=
  match m with [] => 1 | (x, e) :: m => at_ x ^ Pos.to_nat e * monomial_value at_ m end.

Definition raised (x : positive) (e : N) (t : monomial * Q) : monomial * Q :=
  match e with N0 => t | Npos n => ((x, n) :: fst t, snd t) end.

(** The terms of x^e p, where [name] says what the variables of p are called and x is the first of them. *)
Fixpoint terms_from (name : positive -> positive) (e : N) (p : poly) : list (monomial * Q) :=
  match p with
  | Pc c => if Qeq_bool c 0 then [] else [raised (name 1%positive) e ([], c)]
  | Pinj j q => map (raised (name 1%positive) e) (terms_from (jump j name) 0 q)
  | PX q i r =>
      terms_from name (e + Npos i) q ++ map (raised (name 1%positive) e) (terms_from (tail name) 0 r)
  end.
Definition terms : poly -> list (monomial * Q) := terms_from (fun x => x) 0.

Definition term_value (at_ : point) (t : monomial * Q) : R := Q2R (snd t) * monomial_value at_ (fst t).
Definition sum : list R -> R := fold_right Rplus 0.

Lemma sum_app a b : sum (a ++ b) = sum a + sum b.
Proof. unfold sum. induction a as [|x a IH]; simpl; [|rewrite IH]; ring. Qed.

Lemma raised_value at_ x e t : term_value at_ (raised x e t) = at_ x ^ N.to_nat e * term_value at_ t.
Proof. destruct e; unfold term_value; simpl; ring. Qed.

Lemma sum_raised at_ x e l :
  sum (map (term_value at_) (map (raised x e) l)) = at_ x ^ N.to_nat e * sum (map (term_value at_) l).
Proof. unfold sum. induction l as [|t l IH]; simpl; [|rewrite IH, raised_value]; ring. Qed.

Lemma terms_from_ok at_ p : forall name e,
  sum (map (term_value at_) (terms_from name e p)) =
  at_ (name 1%positive) ^ N.to_nat e * value (fun x => at_ (name x)) p.
Proof.
  induction p as [c | j q IH | q IHq i r IHr]; intros name e; simpl terms_from.
  - change (value (fun x => at_ (name x)) (Pc c)) with (Q2R c). destruct (Qeq_bool c 0) eqn:E.
    + apply Qeq_true in E. rewrite E, Q2R_0. unfold sum; simpl. ring.
    + unfold sum; simpl. rewrite raised_value. unfold term_value; simpl. ring.
  - rewrite sum_raised, IH. simpl. rewrite Rmult_1_l. reflexivity.
  - rewrite map_app, sum_app, sum_raised, IHq, IHr, value_PX, N2Nat.inj_add, pow_add.
    change (tail (fun x => at_ (name x))) with (fun x => at_ (tail name x)).
    change (N.to_nat (Npos i)) with (Pos.to_nat i). change (N.to_nat 0) with 0%nat. rewrite pow_O. ring.
Qed.

Lemma terms_ok at_ p : value at_ p = sum (map (term_value at_) (terms p)).
Proof. unfold terms. rewrite terms_from_ok. simpl. symmetry. apply Rmult_1_l. Qed.

Definition of_monomial (m : monomial) : poly := product (map (fun f => ppow (variable (fst f)) (snd f)) m).
Definition of_terms (l : list (monomial * Q)) : poly :=
  fold_right (fun t => padd (scale (snd t) (of_monomial (fst t)))) (constant 0) l.

Lemma of_monomial_ok at_ m : value at_ (of_monomial m) = monomial_value at_ m.
Proof.
  unfold of_monomial. induction m as [|[x e] m IH]; simpl.
  - rewrite value_constant. apply Q2R_1.
  - rewrite value_mul, value_pow, value_variable, IH. reflexivity.
Qed.
